import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { buildPanel, buildTeam } from "./support/graphs.ts";
import { human, isRoot, openTape, postCommand, sendCommand, type Reply } from "./support/tape.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    steps: buildSteps(3),
    team: buildTeam(),
    panel: buildPanel(),
  };
  service = await startTestService(db, toCatalogue(graphs));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();

async function send(threadId: string, method: string, params: object = {}): Promise<Reply> {
  const { status, reply } = await sendCommand(service.url, threadId, method, params);
  expect(status).toBe(200);
  return reply;
}

/** Runs to its end; answers the run's id. */
async function run(threadId: string, assistant_id: string, input: unknown = human("hi")): Promise<string> {
  const reply = await send(threadId, "run.start", { assistant_id, input });
  const runId = String(reply.result?.["run_id"]);
  await service.client.runs.join(threadId, runId);
  return runId;
}

async function findInterrupts(threadId: string): Promise<string[]> {
  const { interrupts } = await service.client.threads.get(threadId);
  return Object.values(interrupts).flatMap((list) => list.map(({ id }) => id ?? ""));
}

describe("run.start", () => {
  it("creates the thread and a run that can be joined with all its events", async () => {
    const threadId = newThread();
    const reply = await send(threadId, "run.start", { assistant_id: "echo", input: human("hi") });
    expect(reply).toMatchObject({
      type: "success",
      id: 1,
      meta: { thread_id: threadId, applied_through_seq: 0 },
    });
    const runId = String(reply.result?.["run_id"]);
    await service.client.runs.join(threadId, runId);
    const { kwargs, status } = (await service.client.runs.get(threadId, runId)) as unknown as {
      status: string;
      kwargs: { resumable: boolean; subgraphs: boolean };
    };
    expect(status).toBe("success");
    expect(kwargs).toMatchObject({ resumable: true, subgraphs: true });
  });

  it("tells how far the tape was before the run, also when another run is under way", async () => {
    const threadId = newThread();
    await run(threadId, "echo");
    const tape = await openTape({ url: service.url, threadId });
    await tape.until(isRoot("completed"));
    const before = tape.events.at(-1)?.seq;
    const first = await send(threadId, "run.start", { assistant_id: "steps", input: { pause_ms: 300 } });
    expect(first.meta?.applied_through_seq).toBe(before);
    const firstId = String(first.result?.["run_id"]);
    await tape.until(isRoot("running", firstId));
    const second = await send(threadId, "run.start", { assistant_id: "echo", input: human("next") });
    const end = await tape.until(isRoot("completed", firstId));
    expect(second.meta?.applied_through_seq).toBeLessThan(end.seq);
    tape.close();
  });

  it("answers an open question with its input, but not from an earlier checkpoint or without input", async () => {
    const threadId = newThread();
    await run(threadId, "asker");
    const asked = (await service.client.threads.getState(threadId)).checkpoint.checkpoint_id;
    await run(threadId, "asker", "Pune");
    const { values } = await service.client.threads.get<{ messages: { content: string }[] }>(threadId);
    expect(values.messages.at(-1)?.content).toBe("City: Pune");

    const fork = await send(threadId, "run.start", {
      assistant_id: "asker",
      input: human("again"),
      config: { configurable: { checkpoint_id: asked } },
    });
    await service.client.runs.join(threadId, String(fork.result?.["run_id"]));
    expect((await service.client.threads.get(threadId)).status).toBe("interrupted");
    await run(threadId, "asker", null);
    expect((await service.client.threads.get(threadId)).status).toBe("interrupted");
  });

  it.each([
    ["an unknown assistant", { assistant_id: "nobody", input: null }],
    ["no assistant", { input: null }],
    ["a strategy that does not exist", { assistant_id: "echo", input: null, multitask_strategy: "hurry" }],
  ])("refuses %s in its reply and creates nothing", async (_, params) => {
    const threadId = newThread();
    expect(await send(threadId, "run.start", params)).toMatchObject({
      type: "error",
      error: "invalid_argument",
    });
    await expect(service.client.threads.get(threadId)).rejects.toMatchObject({ status: 404 });
  });

  it("refuses a busy thread with the strategy that asks for it, in either spelling", async () => {
    const threadId = newThread();
    await send(threadId, "run.start", { assistant_id: "steps", input: { pause_ms: 200 } });
    const params = { assistant_id: "echo", input: human("hi"), multitaskStrategy: "reject" };
    expect(await send(threadId, "run.start", params)).toMatchObject({
      error: "invalid_argument",
      message: "Thread is busy",
    });
  });
});

describe("input.respond", () => {
  it("answers by id, with what stands beside the answer, as one command of one run", async () => {
    const threadId = newThread();
    await run(threadId, "panel", {});
    const [first = "", second = ""] = await findInterrupts(threadId);
    const reply = await send(threadId, "input.respond", {
      responses: [
        { interrupt_id: first, response: "yes", namespace: [] },
        { interrupt_id: second, response: false, namespace: ["any"] },
      ],
      update: { note: "by hand" },
      metadata: { source: "ui" },
    });
    expect(reply).toMatchObject({ type: "success", result: {} });
    const [newest] = await service.client.runs.list(threadId);
    expect(newest).toMatchObject({ metadata: { source: "ui" } });
    await service.client.runs.join(threadId, newest?.run_id ?? "");
    const { values, status } = await service.client.threads.get(threadId);
    expect(status).toBe("idle");
    expect(values).toMatchObject({ note: "by hand", answers: expect.arrayContaining(["yes", "false"]) });
  });

  it("creates nothing for an id that nobody asks under, nor for one that is being answered", async () => {
    const threadId = newThread();
    await run(threadId, "panel", {});
    const [first = "", second = ""] = await findInterrupts(threadId);
    const count = async (): Promise<number> => (await service.client.runs.list(threadId)).length;
    const refused = { type: "error", error: "no_such_interrupt" };
    expect(
      await send(threadId, "input.respond", { interrupt_id: "0".repeat(32), response: 1 }),
    ).toMatchObject(refused);
    expect(await count()).toBe(1);
    const responses = [first, second].map((interrupt_id) => ({ interrupt_id, response: "yes" }));
    expect(await send(threadId, "input.respond", { responses })).toMatchObject({ type: "success" });
    expect(await send(threadId, "input.respond", { responses })).toMatchObject(refused);
    expect(await count()).toBe(2);
  });

  it("goes on with the assistant of the thread", async () => {
    const threadId = newThread();
    const assistant = await service.client.assistants.create({ graphId: "asker", name: "Mine" });
    await run(threadId, assistant.assistant_id);
    const [id = ""] = await findInterrupts(threadId);
    await send(threadId, "input.respond", { interrupt_id: id, response: "Pune" });
    const [newest] = await service.client.runs.list(threadId);
    expect(newest?.assistant_id).toBe(assistant.assistant_id);
  });
});

describe("state and tree", () => {
  it("reads the state of the root and of a graph inside it", async () => {
    const threadId = newThread();
    await run(threadId, "team");
    const root = await send(threadId, "state.get", { namespace: [], keys: ["messages"] });
    expect(Object.keys(root.result?.["values"] ?? {})).toEqual(["messages"]);
    expect(root.result?.["checkpoint"]).toMatchObject({ id: expect.any(String), ns: "" });
    const tree = await send(threadId, "agent.getTree");
    const top = tree.result?.["tree"] as { children: { namespace: string[] }[] };
    const namespace = top.children[0]?.namespace ?? [];
    const inner = await send(threadId, "state.get", { namespace });
    expect(inner.result).toMatchObject({
      values: { secret: "of the team" },
      checkpoint: { ns: namespace.join("|") },
    });
    expect(await send(threadId, "state.get", { namespace: ["nowhere:1"] })).toMatchObject({
      error: "no_such_namespace",
    });
  });

  it("shows the graphs inside a run and how they stand", async () => {
    const threadId = newThread();
    const runId = await run(threadId, "team");
    const { result } = await send(threadId, "agent.getTree", { run_id: runId });
    expect(result?.["tree"]).toMatchObject({
      namespace: [],
      status: "completed",
      graph_name: "team",
      children: [{ status: "completed", graph_name: "inner", children: [{ graph_name: "speak" }] }],
    });
    expect(await send(threadId, "agent.getTree", { run_id: newThread() })).toMatchObject({
      error: "no_such_run",
    });
  });

  it("lists checkpoints, pages through them and forks from one", async () => {
    const threadId = newThread();
    await run(threadId, "steps", {});
    type Summary = { id: string; step: number; node_name?: string; timestamp: string };
    const list = async (params: object): Promise<Summary[]> =>
      (await send(threadId, "state.listCheckpoints", params)).result?.["checkpoints"] as Summary[];
    const all = await list({});
    expect(all.map(({ step, node_name }) => [step, node_name])).toEqual([
      [3, "step_2"],
      [2, "step_1"],
      [1, "step_0"],
      [0, "__start__"],
      [-1, undefined],
    ]);
    expect(await list({ limit: 2, before: all[1]?.id })).toEqual(all.slice(2, 4));

    const fork = await send(threadId, "state.fork", { checkpoint_id: all[2]?.id, input: null });
    expect(fork).toMatchObject({ result: { run_id: expect.any(String), thread_id: threadId } });
    await service.client.runs.join(threadId, String(fork.result?.["run_id"]));
    const { values } = await service.client.threads.get(threadId);
    expect(values).toMatchObject({ steps: [0, 1, 2] });
    expect(await send(threadId, "state.fork", { checkpoint_id: newThread() })).toMatchObject({
      error: "no_such_checkpoint",
    });
  });
});

describe("envelopes", () => {
  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no id", { method: "state.get" }],
    ["a negative id", { id: -1, method: "state.get" }],
    ["no method", { id: 1 }],
    ["parameters that are no object", { id: 1, method: "state.get", params: [] }],
  ])("with %s are 400 with a detail", async (_, command) => {
    const { status, reply } = await postCommand(service.url, newThread(), command);
    expect(status).toBe(400);
    expect(reply.detail).toEqual(expect.any(String));
    expect(reply.message).toBe(reply.detail);
  });

  it("around what is not known or not offered get their error with 200, and unknown keys do not matter", async () => {
    const threadId = newThread();
    expect(await send(threadId, "run.hurry")).toMatchObject({
      type: "error",
      id: 1,
      error: "unknown_command",
    });
    for (const method of ["input.inject", "subscription.reconnect"])
      expect(await send(threadId, method)).toMatchObject({ error: "not_supported" });
    for (const [method, params] of Object.entries({
      "subscription.subscribe": { channels: ["values"] },
      "subscription.unsubscribe": { subscription_id: "x" },
    }))
      expect(await send(threadId, method, params)).toMatchObject({ error: "not_supported" });
    await run(threadId, "echo");
    const { reply } = await postCommand(service.url, threadId, {
      id: 7,
      method: "state.get",
      params: { namespace: [], later: 1 },
      more: true,
    });
    expect(reply).toMatchObject({ type: "success", id: 7 });
  });

  it.each(["input.respond", "agent.getTree", "state.get", "state.listCheckpoints", "state.fork"])(
    "%s on a thread that is not there is 404",
    async (method) => {
      const params = { interrupt_id: "x", response: 1, namespace: [], checkpoint_id: newThread() };
      const { status, reply } = await sendCommand(service.url, newThread(), method, params);
      expect(status).toBe(404);
      expect(reply).toMatchObject({ detail: expect.any(String), code: "thread_not_found" });
    },
  );

  it("on a path that names no thread is 422", async () => {
    expect((await sendCommand(service.url, "my-thread", "state.get")).status).toBe(422);
  });
});
