import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { isRoot, openTape, sendCommand } from "../commands/support/tape.ts";
import { owners, startGuardedService, type GuardedService } from "../hosting/auth/support/guarded-service.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho } from "../support/graphs.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";

describe("the thread protocol", () => {
  let service: Conformance;
  beforeAll(async () => {
    service = await openConformance({ echo: buildEcho(), asker: buildAsker() });
  });
  afterAll(() => service.close());

  const start = async (
    threadId: string,
    assistant_id: string,
    input: object = say("hi"),
  ): Promise<string> => {
    const { reply } = await sendCommand(service.url, threadId, "run.start", { assistant_id, input });
    const runId = String(reply.result?.["run_id"]);
    await service.client.runs.join(threadId, runId);
    return runId;
  };

  it("an answer to nothing is refused and starts no run; answer, update and goto are one command", async () => {
    const threadId = crypto.randomUUID();
    await start(threadId, "asker");
    const respond = (params: object) => sendCommand(service.url, threadId, "input.respond", params);
    const refused = await respond({ interrupt_id: "none", response: "x" });
    expect(refused.reply).toMatchObject({ type: "error", error: "no_such_interrupt" });
    expect(await service.client.runs.list(threadId)).toHaveLength(1);
    const { interrupts } = await service.client.threads.get(threadId);
    const interrupt_id = Object.values(interrupts)[0]?.[0]?.id;
    const update = { messages: [{ type: "human", id: "noted", content: "noted" }] };
    expect((await respond({ interrupt_id, response: "Pune", update })).reply).toMatchObject({
      type: "success",
    });
    const [run] = await service.client.runs.list(threadId);
    await service.client.runs.join(threadId, run?.run_id ?? "");
    const { values } = await service.client.threads.get<{ messages: { content: string }[] }>(threadId);
    expect(values.messages.map(({ content }) => content).toSorted()).toEqual(["City: Pune", "hi", "noted"]);
  });

  it("a state is that of its namespace, and a thread may change its assistant", async () => {
    const threadId = crypto.randomUUID();
    await start(threadId, "echo");
    await start(threadId, "asker", say("again"));
    expect((await service.client.threads.get(threadId)).metadata).toMatchObject({ graph_id: "asker" });
    const { reply } = await sendCommand(service.url, threadId, "state.get", { namespace: ["nobody:1"] });
    expect(reply).toMatchObject({ type: "error", error: "no_such_namespace" });
  });

  it("the tape is the same from another process, and tells where runs begin and end", async () => {
    const threadId = crypto.randomUUID();
    const runId = await start(threadId, "echo");
    const another = await service.startAnother();
    const tapes = [];
    for (const { url } of [service, another]) {
      const tape = await openTape({ url, threadId });
      await tape.until(isRoot("completed"));
      tapes.push(tape.events);
      tape.close();
    }
    expect(tapes[1]).toEqual(tapes[0]);
    expect(tapes[0]?.[0]?.event_id).toBe(`synth:${runId}:lc||running`);
    expect(tapes[0]?.every(({ run_id }) => run_id === runId)).toBe(true);
    await another.close();
  });
});

describe("with owners", () => {
  let db: Database;
  let service: GuardedService;
  let threadId: string;
  beforeAll(async () => {
    db = await openTestDatabase();
    service = await startGuardedService(db);
    service.rule(owners);
    ({ thread_id: threadId } = await service.as("asha").threads.create());
    await service.as("asha").runs.wait(threadId, "asker", { input: say("mine") });
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it("no command and no stream lets another user at a thread", async () => {
    const stranger = { authorization: "Bearer ravi" };
    for (const method of ["state.get", "agent.getTree", "run.start", "input.respond"]) {
      const params = { namespace: [], assistant_id: "echo", input: {}, interrupt_id: "x", response: 1 };
      const { status } = await sendCommand(service.url, threadId, method, params, stranger);
      expect(status).toBe(404);
    }
    const tape = await openTape({ url: service.url, threadId, headers: stranger });
    expect(tape.status).toBe(404);
    tape.close();
  });

  it("a stateless run is its owner's, and so is its stream", async () => {
    const run = await service.as("asha").runs.create(null, "slow", { input: { pause_ms: 200 } });
    const stolen = service.as("ravi").runs.joinStream(null, run.run_id);
    await expect(stolen.next()).rejects.toMatchObject({ status: 404 });
    const own = service.as("asha").runs.joinStream(null, run.run_id, { lastEventId: "-1" });
    expect((await own.next()).value).toMatchObject({ event: "metadata" });
    await service.as("asha").runs.cancel(run.thread_id, run.run_id);
  });

  it("if_not_exists opens no thread of another, a relative webhook is refused, a store is scoped", async () => {
    const ravi = service.as("ravi");
    const create = ravi.runs.create(threadId, "echo", { input: say("x"), ifNotExists: "create" });
    await expect(create).rejects.toMatchObject({
      status: expect.toSatisfy((code) => code === 404 || code === 409),
    });
    service.rule((asked) => {
      if (asked.resource !== "store") return owners(asked);
      asked.value["namespace"] = [
        asked.user.identity,
        ...((asked.value["namespace"] as string[] | null) ?? []),
      ];
      return true;
    });
    await service.as("asha").store.putItem(["notes"], "secret", { text: "mine" });
    expect(await ravi.store.getItem(["notes"], "secret")).toBeNull();
    expect(await service.as("asha").store.getItem(["notes"], "secret")).toMatchObject({
      value: { text: "mine" },
    });
    service.rule(owners);
  });

  it("the scheme of Studio is not a credential", async () => {
    const studio = new Client({
      apiUrl: service.url,
      apiKey: null,
      defaultHeaders: { "x-auth-scheme": "langsmith" },
      callerOptions: { maxRetries: 0 },
    });
    await expect(studio.threads.get(threadId)).rejects.toMatchObject({ status: 401 });
  });
});
