import { randomUUID } from "node:crypto";
import { AIMessage, HumanMessage, RemoveMessage, type BaseMessage } from "@langchain/core/messages";
import { END, MemorySaver, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { afterAll, describe, expect, it } from "vitest";
import { createCheckpointQueries } from "../../../src/engine/checkpointer/checkpoint-queries.ts";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const tenantId = randomUUID();
const queries = createCheckpointQueries({ db });
const Chat = new StateSchema({ messages: MessagesValue });
const toText = (name: string): string => `${name} `.repeat(60);

const agent = new StateGraph(Chat)
  .addNode("answer", ({ messages }) => ({
    messages: [new AIMessage({ id: `a${messages.length}`, content: toText(`answer ${messages.length}`) })],
  }))
  .addEdge(START, "answer")
  .addEdge("answer", END);

/** A new saver for each run, as the service has it. */
function openGraph(
  kind: "chat" | "subgraph",
  checkpointer: BaseCheckpointSaver = createCheckpointer({ db, context: { tenantId } }),
) {
  if (kind === "chat") return agent.compile({ checkpointer });
  return new StateGraph(Chat)
    .addNode("agent", agent.compile())
    .addEdge(START, "agent")
    .addEdge("agent", END)
    .compile({ checkpointer });
}

async function talk(
  kind: "chat" | "subgraph",
  threadId: string,
  turns: number,
  open = () => openGraph(kind),
): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const question = new HumanMessage({ id: randomUUID(), content: toText(`question ${turn}`) });
    await open().invoke({ messages: [question] }, { configurable: { thread_id: threadId } });
  }
}

async function countBytes(threadId: string): Promise<number> {
  const of = (table: string) =>
    `select coalesce(sum(length(value)), 0) as bytes from ${table} where thread_id = $1`;
  const sql = `select (${of("checkpoint_blobs")}) + (${of("checkpoint_writes")}) as bytes`;
  return (await db.run<{ bytes: number }>(tenantId, sql, [threadId]))[0]?.bytes ?? 0;
}

async function toTexts(threadId: string, checkpointId?: string): Promise<string[]> {
  const config = {
    configurable: { thread_id: threadId, ...(checkpointId ? { checkpoint_id: checkpointId } : {}) },
  };
  const { values } = await openGraph("chat").getState(config);
  return (values.messages as BaseMessage[]).map(({ text }) => text);
}

describe.each(["chat", "subgraph"] as const)("a long conversation (%s)", (kind) => {
  it("takes up the same for each turn, however long it is", async () => {
    const threadId = randomUUID();
    const sizes: number[] = [0];
    for (let part = 0; part < 4; part++) {
      await talk(kind, threadId, 12);
      sizes.push(await countBytes(threadId));
    }
    const [first = 0, , , last = 0] = sizes.slice(1).map((size, index) => size - (sizes[index] ?? 0));
    expect(last).toBeLessThan(first * 1.3);
  });

  it("tells the same history as the saver in memory", async () => {
    const [ours, theirs] = [randomUUID(), randomUUID()];
    const memory = new MemorySaver();
    await talk(kind, ours, 10);
    await talk(kind, theirs, 10, () => openGraph(kind, memory));
    const read = async (threadId: string, graph: ReturnType<typeof openGraph>) => {
      const states = await Array.fromAsync(graph.getStateHistory({ configurable: { thread_id: threadId } }));
      return states.map(({ values, next, tasks }) => ({
        texts: ((values.messages ?? []) as BaseMessage[]).map(({ text }) => text),
        next,
        results: tasks.map(({ result }) => JSON.stringify(result)?.length),
      }));
    };
    const [mine, memorys] = [await read(ours, openGraph(kind)), await read(theirs, openGraph(kind, memory))];
    expect(mine).toHaveLength(memorys.length);
    expect(mine.map(({ texts, next }) => [texts, next])).toEqual(
      memorys.map(({ texts, next }) => [texts, next]),
    );
  });
});

describe("a value that others build on", () => {
  it("stays when it is edited, shortened or forked in a later version", async () => {
    const threadId = randomUUID();
    const config = { configurable: { thread_id: threadId } };
    await talk("chat", threadId, 12);
    const before = await toTexts(threadId);
    const head = (await openGraph("chat").getState(config)).config.configurable?.["checkpoint_id"];
    await openGraph("chat").updateState(config, {
      messages: [new AIMessage({ id: "a23", content: "edited" })],
    });
    expect(await toTexts(threadId)).toEqual([...before.slice(0, -1), "edited"]);
    const first = (await openGraph("chat").getState(config)).values.messages as BaseMessage[];
    await openGraph("chat").updateState(config, {
      messages: [new RemoveMessage({ id: first[0]?.id ?? "" })],
    });
    expect(await toTexts(threadId)).toEqual([...before.slice(1, -1), "edited"]);
    await openGraph("chat").updateState(
      { configurable: { thread_id: threadId, checkpoint_id: head } },
      { messages: [new HumanMessage("another way")] },
    );
    expect(await toTexts(threadId)).toEqual([...before, "another way"]);
    expect(await toTexts(threadId, head)).toEqual(before);
  });

  it("stays when the run that wrote it last is taken back", async () => {
    const threadId = randomUUID();
    await talk("chat", threadId, 12);
    const [before, size] = [await toTexts(threadId), await countBytes(threadId)];
    const runId = randomUUID();
    await db.run(
      tenantId,
      `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, fence)
       values ($1::uuid, $2::uuid, $3::uuid, $3::uuid, 'chat', 'running', '{}', 1)`,
      [tenantId, runId, threadId],
    );
    const context = { tenantId, claim: { runId, fence: 1 } };
    await talk("chat", threadId, 3, () => openGraph("chat", createCheckpointer({ db, context })));
    expect(await toTexts(threadId)).toHaveLength(before.length + 6);
    await queries.deleteOfRun(tenantId, threadId, runId);
    expect(await toTexts(threadId)).toEqual(before);
    expect(await countBytes(threadId)).toBe(size);
    await talk("chat", threadId, 1);
    expect((await toTexts(threadId)).slice(0, -2)).toEqual(before);
  });
});

describe("a history that is cut", () => {
  async function createThread(): Promise<string> {
    const threadId = randomUUID();
    await db.run(tenantId, "insert into threads (tenant_id, thread_id) values ($1, $2)", [
      tenantId,
      threadId,
    ]);
    return threadId;
  }
  const countRoots = async (threadId: string): Promise<number> =>
    (await Array.fromAsync(openGraph("chat").getStateHistory({ configurable: { thread_id: threadId } })))
      .length;

  it.each(["chat", "subgraph"] as const)("keeps the latest and all it needs (%s)", async (kind) => {
    const threadId = await createThread();
    await talk(kind, threadId, 15);
    const [before, size] = [await toTexts(threadId), await countBytes(threadId)];
    expect(await queries.keepLatest(tenantId, threadId, { keep: 5 })).toBe(true);
    expect(await countRoots(threadId)).toBe(5);
    expect(await queries.keepLatest(tenantId, threadId, { keep: 1 })).toBe(true);
    expect(await countRoots(threadId)).toBe(1);
    expect(await toTexts(threadId)).toEqual(before);
    expect(await countBytes(threadId)).toBeLessThan(size / 2);
    await talk(kind, threadId, 3);
    expect((await toTexts(threadId)).slice(0, before.length)).toEqual(before);
    expect(await toTexts(threadId)).toHaveLength(before.length + 6);
  });

  it("is left alone while a run is active, and until it is too long", async () => {
    const threadId = await createThread();
    await talk("chat", threadId, 4);
    const all = await countRoots(threadId);
    expect(await queries.keepLatest(tenantId, threadId, { keep: all - 2, slack: 2 })).toBe(true);
    expect(await countRoots(threadId)).toBe(all);
    const busy = "update threads set active_runs = $3 where tenant_id = $1 and thread_id = $2";
    await db.run(tenantId, busy, [tenantId, threadId, 1]);
    expect(await queries.keepLatest(tenantId, threadId, { keep: 1 })).toBe(false);
    await db.run(tenantId, busy, [tenantId, threadId, 0]);
    expect(await queries.keepLatest(tenantId, threadId, { keep: all - 2, slack: 1 })).toBe(true);
    expect(await countRoots(threadId)).toBe(all - 2);
    expect(await queries.keepLatest(tenantId, randomUUID(), { keep: 1 })).toBe(false);
  });

  it("is not built on by who has read it before", async () => {
    const threadId = await createThread();
    await talk("chat", threadId, 6);
    const graph = openGraph(
      "chat",
      createCheckpointer({ db, context: { tenantId, idle: { threadId, trims: 0 } } }),
    );
    const states = await Array.fromAsync(graph.getStateHistory({ configurable: { thread_id: threadId } }));
    await queries.keepLatest(tenantId, threadId, { keep: 1 });
    const old = states.at(-3)?.config ?? {};
    const write = (to: typeof graph) =>
      to.updateState(old, { messages: [new HumanMessage("late")] }, "answer");
    await expect(write(graph)).rejects.toMatchObject({ code: "thread_busy" });
    const context = { tenantId, idle: { threadId, trims: 1 } };
    const config = { configurable: { thread_id: threadId } };
    await openGraph("chat", createCheckpointer({ db, context })).updateState(
      config,
      { messages: [] },
      "answer",
    );
    expect(await countRoots(threadId)).toBe(2);
  });

  it("of a subgraph that remembers keeps what that remembers", async () => {
    const threadId = await createThread();
    const config = { configurable: { thread_id: threadId } };
    const Notes = new StateSchema({ messages: MessagesValue });
    const remembering = new StateGraph(Notes)
      .addNode("note", ({ messages }) => ({ messages: [new AIMessage(`${messages.length} known`)] }))
      .addEdge(START, "note")
      .addEdge("note", END)
      .compile({ checkpointer: true });
    const open = () =>
      new StateGraph(Chat)
        .addNode("memory", async ({ messages }) => {
          const last = messages.at(-1);
          if (last === undefined || !last.text.startsWith("note")) return {};
          const known = await remembering.invoke({ messages: [last] });
          return { messages: known.messages.slice(-1) };
        })
        .addEdge(START, "memory")
        .addEdge("memory", END)
        .compile({ checkpointer: createCheckpointer({ db, context: { tenantId } }) });
    const say = (text: string) => open().invoke({ messages: [new HumanMessage(text)] }, config);
    await say("note this");
    for (const text of ["a", "b", "c"]) await say(text);
    await queries.keepLatest(tenantId, threadId, { keep: 1 });
    const { messages } = await say("note that");
    expect(messages.at(-1)?.text).toBe("3 known");
  });
});
