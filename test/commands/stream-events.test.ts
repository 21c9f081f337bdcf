import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { buildTeam, buildTeller } from "./support/graphs.ts";
import { ALL, human, isRoot, openTape, sendCommand, type Event, type OpenTape } from "./support/tape.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    steps: buildSteps(3),
    team: buildTeam(),
    teller: buildTeller(),
    failing: buildFailing(),
  };
  service = await startTestService(db, toCatalogue(graphs), { heartbeatMs: 50 });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();
const open = (threadId: string, body?: object, headers?: Record<string, string>): Promise<OpenTape> =>
  openTape({ url: service.url, threadId, ...(body ? { body } : {}), ...(headers ? { headers } : {}) });

/** Runs to its end and answers all that the tape holds. */
async function record(threadId: string, assistantId: string, input: unknown = human("hi")): Promise<Event[]> {
  const { reply } = await sendCommand(service.url, threadId, "run.start", {
    assistant_id: assistantId,
    input,
  });
  const runId = String(reply.result?.["run_id"]);
  await service.client.runs.join(threadId, runId);
  const tape = await open(threadId);
  await tape.until(
    ({ seq, run_id, event_id }) => run_id === runId && seq % 10_000 === 0 && event_id.startsWith("synth"),
  );
  tape.close();
  return tape.events;
}

const methods = (events: readonly Event[]): string[] => events.map(({ method }) => method);

describe("the tape of a run", () => {
  it("begins with the run and ends with it, each event once, in the order of its numbers", async () => {
    const threadId = newThread();
    const events = await record(threadId, "echo");
    const runId = events[0]?.run_id;
    expect(events[0]).toMatchObject({
      type: "event",
      event_id: `synth:${runId}:lc||running`,
      seq: 1,
      method: "lifecycle",
      params: {
        namespace: [],
        timestamp: expect.any(Number),
        data: { event: "running", graph_name: "echo" },
      },
    });
    expect(events.at(-1)).toMatchObject({
      event_id: `synth:${runId}:lc||completed`,
      params: { data: { event: "completed", graph_name: "echo" } },
    });
    const numbers = events.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(new Set(events.map(({ run_id }) => run_id))).toEqual(new Set([runId]));
    for (const { event_id, seq, method, params } of events.slice(1, -1))
      expect([event_id, method === "lifecycle" && params.namespace.length === 0]).toEqual([
        String(seq),
        false,
      ]);
  });

  it("frames each event under its id and its method", async () => {
    const threadId = newThread();
    await record(threadId, "echo");
    const tape = await open(threadId);
    await tape.until(isRoot("completed"));
    for (const { frameId, event_id } of tape.events) expect(frameId).toBe(event_id);
    tape.close();
  });

  it("has the checkpoint directly before the state that it holds", async () => {
    const events = await record(newThread(), "steps", { pause_ms: 1 });
    const states = events.filter(({ method }) => method === "values" || method === "checkpoints");
    expect(methods(states)).toEqual(Array.from({ length: 4 }, () => ["checkpoints", "values"]).flat());
    const steps = states.filter(({ method }) => method === "checkpoints").map(({ params }) => params.data);
    expect(steps.map(({ step, source }) => [step, source])).toEqual(
      [0, 1, 2, 3].map((step) => [step, "loop"]),
    );
    expect(steps.slice(1).map(({ parent_id }) => parent_id)).toEqual(steps.slice(0, -1).map(({ id }) => id));
  });

  it("tells updates with their node, and messages in the form that clients draw", async () => {
    const events = await record(newThread(), "echo");
    const update = events.find(({ method }) => method === "updates");
    expect(update?.params).toMatchObject({
      node: "reply",
      data: { messages: [{ type: "ai", content: "You said: hi", id: expect.any(String) }] },
    });
    const states = events.filter(({ method }) => method === "values");
    const messages = states.at(-1)?.params.data["messages"] as object[];
    expect(messages.map(Object.keys)).toEqual([
      ["type", "content", "id"],
      ["type", "content", "id"],
    ]);
  });

  it("tells what a graph says by itself, with its name when it has one", async () => {
    const events = await record(newThread(), "teller", {});
    const told = events.filter(({ method }) => method === "custom").map(({ params }) => params.data);
    expect(told).toEqual([{ payload: { half: 1 } }, { name: "progress", payload: { done: 2 } }]);
  });

  it("says why a run failed, and breaks off what was being said", async () => {
    const events = await record(newThread(), "failing");
    expect(events.at(-1)?.params.data).toMatchObject({ event: "failed", error: "Cannot do: hi" });
  });

  it("tells a cancelled run as interrupted, and a run of the REST routes with its states", async () => {
    const threadId = newThread();
    await service.client.threads.create({ threadId });
    const tape = await open(threadId);
    const run = await service.client.runs.create(threadId, "steps", { input: { pause_ms: 10_000 } });
    await tape.until(isRoot("running", run.run_id));
    await service.client.runs.cancel(threadId, run.run_id, true);
    await tape.until(isRoot("interrupted", run.run_id));
    const asked = await service.client.runs.create(threadId, "asker", { input: human("hi") });
    await tape.until(isRoot("interrupted", asked.run_id));
    const told = tape.events.filter(({ run_id }) => run_id === asked.run_id);
    expect(methods(told)).toEqual(["lifecycle", "checkpoints", "values", "input.requested", "lifecycle"]);
    tape.close();
  });
});

describe("what clients rely on", () => {
  it("finds the run running, the question in the thread and the state final when it is told of them", async () => {
    const threadId = newThread();
    const tape = await open(threadId, { channels: ["lifecycle", "input"] });
    const start = await sendCommand(service.url, threadId, "run.start", {
      assistant_id: "asker",
      input: human("hi"),
    });
    const runId = String(start.reply.result?.["run_id"]);
    await tape.until(isRoot("running", runId));
    expect((await service.client.runs.get(threadId, runId)).status).not.toBe("pending");
    const { params } = await tape.until(({ method }) => method === "input.requested");
    const { interrupts, status } = await service.client.threads.get(threadId);
    expect(status).toBe("interrupted");
    const [[standing] = []] = Object.values(interrupts);
    expect(params.data).toEqual({ interrupt_id: standing?.id, payload: standing?.value });
    await tape.until(isRoot("interrupted", runId));
    expect(methods(tape.events)).toEqual(["lifecycle", "input.requested", "lifecycle"]);
    expect((await service.client.runs.get(threadId, runId)).status).toBe("success");

    await sendCommand(service.url, threadId, "input.respond", {
      interrupt_id: standing?.id,
      response: "Pune",
    });
    const answered = await tape.until(({ method }) => method === "input.answered");
    expect(answered.params.data).toEqual({ interrupt_ids: [standing?.id] });
    await tape.until(isRoot("completed"));
    expect((await service.client.threads.get(threadId)).status).toBe("idle");
    expect(tape.isOver()).toBe(false);
    tape.close();
  });

  it("tells an answer given over REST to everybody else", async () => {
    const threadId = newThread();
    const events = await record(threadId, "asker");
    const asked = events.find(({ method }) => method === "input.requested")?.params.data["interrupt_id"];
    await service.client.runs.wait(threadId, "asker", { command: { resume: "Pune" } });
    const tape = await open(threadId, { channels: ["input"] });
    const answered = await tape.until(({ method }) => method === "input.answered");
    expect(answered.params.data).toEqual({ interrupt_ids: [asked] });
    tape.close();
  });

  it("beats while nothing happens", async () => {
    const stop = new AbortController();
    const response = await fetch(`${service.url}/threads/${newThread()}/stream/events`, {
      method: "POST",
      body: JSON.stringify({ channels: ["values"] }),
      signal: stop.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(": heartbeat\n\n");
    stop.abort();
  });
});

describe("replay", () => {
  it("is the same for everybody, live or later, whatever else he reads", async () => {
    const threadId = newThread();
    const live = await open(threadId);
    const [first] = [await record(threadId, "team")];
    await live.until(isRoot("completed"));
    const toPairs = (events: readonly Event[]): [string, unknown][] =>
      events.map(({ event_id, params }) => [event_id, params]);
    expect(toPairs(live.events)).toEqual(toPairs(first ?? []));
    for (const channel of ALL) {
      const tape = await open(threadId, { channels: [channel] });
      const wanted = (first ?? []).filter(({ method }) => method.split(".")[0] === channel);
      if (wanted.length > 0) await tape.until(({ event_id }) => event_id === wanted.at(-1)?.event_id);
      expect(toPairs(tape.events)).toEqual(toPairs(wanted));
      tape.close();
    }
    live.close();
  });

  it("leaves out what a cursor has seen, in each of its forms, and goes on with later runs", async () => {
    const threadId = newThread();
    const events = await record(threadId, "team");
    const tapes: OpenTape[] = [];
    for (const [index, seen] of events.entries()) {
      const cursors: [object, Record<string, string>][] = [
        [{ since: seen.seq }, {}],
        [{ since_event_id: seen.event_id }, {}],
        [{}, { "last-event-id": seen.event_id }],
        [{}, { "last-event-id": String(seen.seq) }],
      ];
      const [body, headers] = cursors[index % cursors.length] ?? [{}, {}];
      const tape = await open(threadId, { channels: ALL, ...body }, headers);
      tapes.push(tape);
    }
    const next = await record(threadId, "echo");
    for (const [index, tape] of tapes.entries()) {
      await tape.until(({ event_id }) => event_id === next.at(-1)?.event_id);
      expect(tape.events.map(({ event_id }) => event_id)).toEqual(
        next.slice(index + 1).map(({ event_id }) => event_id),
      );
      tape.close();
    }
  });

  it("begins with the state of a thread whose tape was trimmed", async () => {
    const threadId = newThread();
    const [first] = await record(threadId, "echo");
    await db.run(LOCAL_TENANT_ID, "delete from thread_events where run_id = $1", [first?.run_id]);
    const kept = await open(threadId, { channels: ["values"] });
    const head = await kept.until(({ method }) => method === "values");
    expect(head.params.data["messages"]).toMatchObject([{ content: "hi" }, { content: "You said: hi" }]);
    const next = await record(threadId, "echo", human("again"));
    expect(head.event_id).toMatch(/^synth:head:/);
    expect(next[0]).toMatchObject({ event_id: expect.stringMatching(/^synth:head:/), method: "values" });
    const numbers = next.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    const behind = await open(threadId, { channels: ["values"], since: next.at(-1)?.seq });
    await sendCommand(service.url, threadId, "run.start", { assistant_id: "echo", input: human("more") });
    expect(await behind.until(({ method }) => method === "values")).toMatchObject({
      event_id: expect.stringMatching(/^\d+$/),
    });
    kept.close();
    behind.close();
  });
});
