import { randomUUID } from "node:crypto";
import { Annotation, Command, END, interrupt, START, StateGraph } from "@langchain/langgraph";
import { afterAll, describe, expect, it } from "vitest";
import { createCheckpointQueries } from "../../../src/engine/checkpointer/checkpoint-queries.ts";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const tenantId = randomUUID();
const queries = createCheckpointQueries({ db });
const State = Annotation.Root({ text: Annotation<string>, report: Annotation<{ by: string }> });

const draft = new StateGraph(State)
  .addNode("write", (state) => ({ report: { by: state.text } }))
  .addEdge(START, "write")
  .addEdge("write", END)
  .compile();
const builder = new StateGraph(State)
  .addNode("draft", draft)
  .addNode("ask", () => ({ text: interrupt<string, string>("?") }))
  .addEdge(START, "draft")
  .addEdge("draft", "ask")
  .addEdge("ask", END);

async function startRun(threadId: string) {
  const runId = randomUUID();
  await db.run(tenantId, "update runs set status = 'success' where thread_id = $1::uuid", [threadId]);
  await db.run(
    tenantId,
    `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, fence)
     values ($1::uuid, $2::uuid, $3::uuid, $3::uuid, 'queen', 'running', '{}', 1)`,
    [tenantId, runId, threadId],
  );
  const context = { tenantId, claim: { runId, fence: 1 } };
  return { runId, graph: builder.compile({ checkpointer: createCheckpointer({ db, context }) }) };
}

async function countRows(threadId: string): Promise<Record<string, number>> {
  const of = (table: string) => `(select count(*)::int from ${table} where thread_id = $1) as ${table}`;
  const sql = `select ${["checkpoints", "checkpoint_blobs", "checkpoint_writes"].map(of).join(", ")}`;
  return (await db.run<Record<string, number>>(tenantId, sql, [threadId]))[0] ?? {};
}

describe("checkpoint queries", () => {
  it("find the head of a thread and of a run", async () => {
    const threadId = randomUUID();
    const config = { configurable: { thread_id: threadId } };
    expect(await queries.headSummary(tenantId, threadId)).toBeNull();
    const first = await startRun(threadId);
    await first.graph.invoke({ text: "a" }, config);
    const firstHead = await queries.headOfRun(tenantId, threadId, first.runId);
    expect(await queries.headSummary(tenantId, threadId)).toEqual({
      checkpointId: firstHead,
      runId: first.runId,
      step: 1,
      source: "loop",
    });

    const second = await startRun(threadId);
    expect(await queries.headOfRun(tenantId, threadId, second.runId)).toBeNull();
    await second.graph.invoke(new Command({ resume: "b" }), config);
    expect(await queries.headOfRun(tenantId, threadId, first.runId)).toBe(firstHead);
    expect((await queries.headSummary(tenantId, threadId))?.runId).toBe(second.runId);
    expect(await queries.headSummary(randomUUID(), threadId)).toBeNull();
  });

  it("take back a run: its checkpoints, its values and what it wrote onto an earlier one", async () => {
    const threadId = randomUUID();
    const config = { configurable: { thread_id: threadId } };
    const first = await startRun(threadId);
    await first.graph.invoke({ text: "a" }, config);
    const [before, rows] = [await first.graph.getState(config), await countRows(threadId)];
    expect(before.next).toEqual(["ask"]);

    const second = await startRun(threadId);
    await second.graph.invoke(new Command({ resume: "b" }), config);
    await second.graph.invoke({ text: "c" }, config);
    expect((await second.graph.getState(config)).values).toEqual({ text: "c", report: { by: "c" } });

    await queries.deleteOfRun(tenantId, threadId, second.runId);
    expect(await countRows(threadId)).toEqual(rows);
    const after = await second.graph.getState(config);
    expect({ values: after.values, next: after.next, tasks: after.tasks }).toEqual({
      values: before.values,
      next: before.next,
      tasks: before.tasks,
    });
  });

  it("copy a thread and delete the original", async () => {
    const [threadId, copyId] = [randomUUID(), randomUUID()];
    const run = await startRun(threadId);
    await run.graph.invoke({ text: "a" }, { configurable: { thread_id: threadId } });
    const rows = await countRows(threadId);
    await db.transaction(tenantId, (session) => queries.copyThread(session, tenantId, threadId, copyId));
    await queries.deleteThread(tenantId, threadId);

    expect(await countRows(threadId)).toEqual({ checkpoints: 0, checkpoint_blobs: 0, checkpoint_writes: 0 });
    expect(await countRows(copyId)).toEqual(rows);
    const graph = builder.compile({ checkpointer: createCheckpointer({ db, context: { tenantId } }) });
    const result = await graph.invoke(new Command({ resume: "b" }), { configurable: { thread_id: copyId } });
    expect(result).toEqual({ text: "b", report: { by: "a" } });
  });
});
