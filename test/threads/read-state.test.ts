import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { ThreadState } from "../../src/domain/thread.ts";
import { buildFan } from "../engine/support/fan.ts";
import { buildNested } from "../runs/support/graphs.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;
let nested: string;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { echo: buildEcho(), nested: buildNested(), fan: buildFan() };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
  nested = await calls.createThread();
  await calls.wait(nested, { assistant_id: "nested", input: HELLO });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const readState = async (threadId: string, query = ""): Promise<ThreadState> =>
  (await calls.get(`/threads/${threadId}/state${query}`)) as unknown as ThreadState;
const readHistory = async (threadId: string, body: object = {}): Promise<ThreadState[]> =>
  JSON.parse((await calls.post(`/threads/${threadId}/history`, body)).text) as ThreadState[];
const readAt = async (threadId: string, body: object): Promise<ThreadState> =>
  (await calls.post(`/threads/${threadId}/state/checkpoint`, body)).json as unknown as ThreadState;

const EMPTY = {
  values: {},
  next: [],
  tasks: [],
  metadata: {},
  created_at: null,
  checkpoint: null,
  parent_checkpoint: null,
  interrupts: [],
};

describe("the state of a thread", () => {
  it("is empty without a graph, without a checkpoint and without its graph", async () => {
    for (const metadata of [{}, { graph_id: "echo" }, { graph_id: "gone" }]) {
      const threadId = await calls.createThread({ metadata });
      expect(await readState(threadId)).toEqual(EMPTY);
      expect(await readAt(threadId, { checkpoint: {} })).toEqual(EMPTY);
      expect(await readHistory(threadId)).toEqual([]);
    }
  });

  it.each(["state", `state/${randomUUID()}`, "history", "storage"])(
    "is missing with the thread: %s",
    async (path) => {
      const { status, json } = await calls.call("GET", `/threads/${randomUUID()}/${path}`);
      expect([status, json["code"]]).toEqual([404, "thread_not_found"]);
    },
  );

  it("is trimmed to the fields that are selected", async () => {
    const state = await readState(nested, "?select=next&select=values.note");
    expect(state).toEqual({ next: ["sub"], values: { note: "" } });
    const [first] = await readHistory(nested, { select: ["checkpoint"], limit: 1 });
    expect(Object.keys(first ?? {})).toEqual(["checkpoint"]);
  });
});

describe("a task that runs a subgraph", () => {
  it("names its checkpoints, or shows its state", async () => {
    const state = await readState(nested);
    const [task] = state.tasks;
    expect(task).toMatchObject({
      name: "sub",
      path: ["__pregel_pull", "sub"],
      checkpoint: { thread_id: nested, checkpoint_ns: `sub:${task?.id}` },
      state: null,
      interrupts: [{ value: { question: "Sure?" } }],
    });
    const [whole] = (await readState(nested, "?subgraphs=true")).tasks;
    expect(whole).toMatchObject({
      checkpoint: null,
      state: { next: ["confirm"], values: { note: "thought" } },
    });
    expect(whole?.state?.tasks[0]?.interrupts).toEqual(task?.interrupts);
  });

  it("is read by its namespace, in both spellings of nested ones, and has a history", async () => {
    const [task] = (await readState(nested)).tasks;
    const checkpoint_ns = `sub:${task?.id}`;
    const state = await readAt(nested, {
      checkpoint: { checkpoint_ns, checkpoint_id: null, checkpoint_map: null },
    });
    expect(state).toMatchObject({
      next: ["confirm"],
      checkpoint: { thread_id: nested, checkpoint_ns, checkpoint_map: expect.any(Object) },
    });
    const history = await readHistory(nested, { checkpoint: { checkpoint_ns } });
    expect(history.map(({ next }) => next)).toEqual([["confirm"], ["think"], ["__start__"]]);
    const older = await readHistory(nested, {
      checkpoint: { checkpoint_ns },
      before: { configurable: { checkpoint_id: history[0]?.checkpoint?.checkpoint_id } },
    });
    expect(older).toEqual(history.slice(1));
    const none = await readHistory(nested, { checkpoint: { checkpoint_ns: "sub:a\u0000inner:b" } });
    expect(none).toEqual([]);
  });
});

describe("history", () => {
  it("shows what each task did, and where it stands among its siblings", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "fan", input: {} });
    const [head, first] = await readHistory(threadId);
    expect(head?.tasks.map(({ path }) => path.slice(0, 2))).toEqual(
      [1, 2, 3].map((_, index) => ["__pregel_push", index]),
    );
    expect(head?.tasks.map(({ result }) => result)).toEqual([{ done: "1" }, null, null]);
    expect(first?.tasks).toMatchObject([{ name: "__start__", path: ["__pregel_pull", "__start__"] }]);
    expect(head?.parent_checkpoint).toEqual(first?.checkpoint);
  });

  it("keeps what was answered and done in earlier steps", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "nested", input: HELLO });
    await calls.wait(threadId, { assistant_id: "nested", command: { resume: "me" } });
    const [head, sub] = await readHistory(threadId);
    expect(head).toMatchObject({ next: [], tasks: [], values: { note: "confirmed by me" } });
    expect(sub?.tasks).toMatchObject([{ name: "sub", interrupts: [], result: { note: "confirmed by me" } }]);
  });

  it("goes back in pages and filters by metadata", async () => {
    const all = await readHistory(nested);
    expect(all.map(({ metadata }) => metadata["step"])).toEqual([1, 0, -1]);
    const before = all[0]?.checkpoint?.checkpoint_id;
    for (const form of [before, { checkpoint_id: before }, { configurable: { checkpoint_id: before } }])
      expect(await readHistory(nested, { before: form })).toEqual(all.slice(1));
    expect(await readHistory(nested, { metadata: { source: "input" } })).toEqual(all.slice(2));
    expect(await readHistory(nested, { limit: 2 })).toEqual(all.slice(0, 2));
    const listed = (await calls.call("GET", `/threads/${nested}/history?limit=1&before=${before}`)).text;
    expect(JSON.parse(listed)).toEqual(all.slice(1, 2));
    const at = await readAt(nested, { checkpoint: all[1]?.checkpoint ?? {} });
    expect(at.checkpoint).toEqual(all[1]?.checkpoint);
  });
});

describe("a write by hand", () => {
  it("is refused while a run waits, and moves the thread on when none does", async () => {
    const threadId = await calls.createThread();
    const later = { assistant_id: "echo", input: HELLO, after_seconds: 60 };
    const runId = await calls.createRun(threadId, later);
    const write = () => calls.post(`/threads/${threadId}/state`, { values: HELLO, as_node: "reply" });
    expect((await write()).json).toMatchObject({ code: "thread_busy" });
    await calls.cancel(threadId, runId);
    const before = await calls.get(`/threads/${threadId}`);
    const { json } = await write();
    expect(json["checkpoint"]).toEqual(json["configurable"]);
    expect(json["checkpoint"]).toMatchObject({ thread_id: threadId, checkpoint_ns: "" });
    const after = await calls.get(`/threads/${threadId}`);
    expect(after).toMatchObject({ status: "idle", values: { messages: [{ content: "hello" }] } });
    expect(String(after["state_updated_at"]) > String(before["state_updated_at"])).toBe(true);
  });

  it("goes into a subgraph, or forks from an earlier checkpoint", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "nested", input: HELLO });
    const [task] = (await readState(threadId)).tasks;
    const checkpoint = { checkpoint_ns: `sub:${task?.id}` };
    const written = await calls.post(`/threads/${threadId}/state`, {
      values: { note: "by hand" },
      checkpoint,
    });
    expect(written.json["checkpoint"]).toMatchObject(checkpoint);
    expect((await readAt(threadId, { checkpoint })).values["note"]).toBe("by hand");
    const [, earlier] = await readHistory(threadId);
    const fork = {
      values: { note: "fork" },
      as_node: "greet",
      checkpoint_id: earlier?.checkpoint?.checkpoint_id,
    };
    await calls.post(`/threads/${threadId}/state`, fork);
    const state = await readState(threadId);
    expect(state).toMatchObject({
      values: { note: "fork" },
      next: ["sub"],
      parent_checkpoint: earlier?.checkpoint,
    });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "interrupted",
      values: { note: "fork" },
    });
  });
});
