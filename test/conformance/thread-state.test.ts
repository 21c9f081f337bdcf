import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildSteps } from "../support/graphs.ts";
import { buildNested } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  service = await openConformance({
    echo: buildEcho(),
    asker: buildAsker(),
    nested: buildNested(),
    steps: buildSteps(40),
  });
  ({ client } = service);
});
afterAll(() => service.close());

async function ran(graphId: string, text = "tea"): Promise<string> {
  const { thread_id: threadId } = await client.threads.create();
  await client.runs.wait(threadId, graphId, { input: say(text) });
  return threadId;
}
type Chat = { messages: { content: string; type: string }[] };

describe("reading the state", () => {
  it("of a thread that never ran answers an empty state", async () => {
    const { thread_id: threadId } = await client.threads.create();
    expect(await client.threads.getState(threadId)).toEqual({
      values: {},
      next: [],
      tasks: [],
      metadata: {},
      created_at: null,
      checkpoint: null,
      parent_checkpoint: null,
      interrupts: [],
    });
    expect(await client.threads.getHistory(threadId)).toEqual([]);
  });

  it("of a missing thread is 404", async () => {
    await expect(client.threads.getState(NOBODY)).rejects.toMatchObject({ status: 404 });
    await expect(client.threads.getHistory(NOBODY)).rejects.toMatchObject({ status: 404 });
  });

  it("shows flat messages and the checkpoint", async () => {
    const threadId = await ran("echo");
    const state = await client.threads.getState<Chat>(threadId);
    expect(state.values.messages).toMatchObject([
      { type: "human", content: "tea" },
      { type: "ai", content: "You said: tea", tool_calls: [], id: expect.any(String) },
    ]);
    expect(JSON.stringify(state)).not.toContain('"lc"');
    expect(state.checkpoint).toMatchObject({ thread_id: threadId, checkpoint_ns: "", checkpoint_map: null });
  });

  it("at a checkpoint answers that moment, by id or as an object", async () => {
    const threadId = await ran("echo");
    const [, before] = await client.threads.getHistory<Chat>(threadId);
    const id = before?.checkpoint.checkpoint_id ?? "";
    for (const at of [
      id,
      { thread_id: threadId, checkpoint_id: id, checkpoint_ns: "", checkpoint_map: null },
    ]) {
      const state = await client.threads.getState<Chat>(threadId, at);
      expect(state.values.messages).toHaveLength(1);
      expect(state.next).toEqual(["reply"]);
    }
  });

  it("shows the tasks that wait, with their question", async () => {
    const threadId = await ran("asker");
    const state = await client.threads.getState(threadId);
    const { next, tasks } = state;
    expect(next).toEqual(["ask"]);
    expect(tasks).toMatchObject([
      { name: "ask", path: ["__pregel_pull", "ask"], interrupts: [{ value: {} }] },
    ]);
    expect(state).toHaveProperty("interrupts", tasks[0]?.interrupts);
  });

  it("points at the state of a subgraph, or includes it", async () => {
    const threadId = await ran("nested");
    const outside = await client.threads.getState(threadId);
    const [task] = outside.tasks;
    expect(task).toMatchObject({
      name: "sub",
      state: null,
      checkpoint: { thread_id: threadId, checkpoint_ns: expect.stringMatching(/^sub:/) },
    });
    const inside = await client.threads.getState(threadId, undefined, { subgraphs: true });
    expect(inside.tasks[0]?.state).toMatchObject({
      next: ["confirm"],
      values: { messages: expect.any(Array) },
    });
  });
});

describe("history", () => {
  it("is newest first, with what each task led to", async () => {
    const threadId = await ran("echo");
    const history = await client.threads.getHistory(threadId);
    expect(history.map(({ metadata }) => (metadata as { step: number }).step)).toEqual([1, 0, -1]);
    expect(history[1]?.tasks).toMatchObject([{ name: "reply", result: { messages: [{ type: "ai" }] } }]);
  });

  it("is limited and filtered by metadata", async () => {
    const threadId = await ran("echo");
    expect(await client.threads.getHistory(threadId, { limit: 1 })).toHaveLength(1);
    const inputs = await client.threads.getHistory(threadId, { metadata: { source: "input" } });
    expect(inputs).toHaveLength(1);
  });

  it("of a subgraph is read by its namespace", async () => {
    const threadId = await ran("nested");
    const { tasks } = await client.threads.getState(threadId);
    const checkpoint_ns = tasks[0]?.checkpoint?.checkpoint_ns ?? "";
    const history = await client.threads.getHistory(threadId, { checkpoint: { checkpoint_ns } });
    expect(history[0]).toMatchObject({ next: ["confirm"], checkpoint: { checkpoint_ns } });
  });
});

describe("writing the state", () => {
  it("adds a checkpoint, and the thread shows it", async () => {
    const threadId = await ran("echo");
    const written = await client.threads.updateState(threadId, { values: say("by hand"), asNode: "reply" });
    expect(written.configurable).toMatchObject({ thread_id: threadId, checkpoint_ns: "" });
    const thread = await client.threads.get<Chat>(threadId);
    expect(thread.values.messages.at(-1)).toMatchObject({ content: "by hand" });
    expect((await client.threads.getState(threadId)).checkpoint.checkpoint_id).toBe(
      written.configurable?.["checkpoint_id"],
    );
  });

  it("from an older checkpoint forks", async () => {
    const threadId = await ran("echo");
    const [, before] = await client.threads.getHistory<Chat>(threadId);
    const checkpointId = before?.checkpoint.checkpoint_id ?? "";
    await client.threads.updateState(threadId, { values: say("other"), checkpointId, asNode: "__start__" });
    const state = await client.threads.getState<Chat>(threadId);
    expect(state.values.messages.map(({ content }) => content)).toEqual(["tea", "other"]);
    expect(state.parent_checkpoint?.checkpoint_id).toBe(checkpointId);
  });

  it("without a graph is 400, of a missing thread 404, and of a busy one 409", async () => {
    const { thread_id: empty } = await client.threads.create();
    await expect(client.threads.updateState(empty, { values: {} })).rejects.toMatchObject({ status: 400 });
    await expect(client.threads.updateState(NOBODY, { values: {} })).rejects.toMatchObject({ status: 404 });
    const run = await client.runs.create(empty, "steps", { input: { pause_ms: 5_000 } });
    await expect(client.threads.updateState(empty, { values: {} })).rejects.toMatchObject({ status: 409 });
    await client.runs.cancel(empty, run.run_id, true);
  });

  it("can be a patch of the thread's metadata", async () => {
    const threadId = await ran("echo");
    await client.threads.patchState(threadId, { colour: "red" });
    expect((await client.threads.get(threadId)).metadata).toMatchObject({ colour: "red", graph_id: "echo" });
  });
});
