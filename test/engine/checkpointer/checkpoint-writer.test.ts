import { randomUUID } from "node:crypto";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { emptyCheckpoint, ERROR, uuid6 } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import type { RunContext } from "../../../src/domain/run-context.ts";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import type { EventRow } from "../../../src/log/event-row.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

let statements = 0;
const counting: Database = {
  ...db,
  run(tenantId, text, values) {
    statements++;
    return db.run(tenantId, text, values);
  },
};
beforeEach(() => {
  statements = 0;
});

const metadata = { source: "loop" as const, step: 0, parents: {} };
const newCheckpoint = () => ({ ...emptyCheckpoint(), id: uuid6(0) });

async function startRun(): Promise<{ threadId: string; context: RunContext & { claim: { runId: string } } }> {
  const [tenantId, runId, threadId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.run(
    tenantId,
    `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, fence)
     values ($1::uuid, $2::uuid, $3::uuid, $3::uuid, 'queen', 'running', '{}', 1)`,
    [tenantId, runId, threadId],
  );
  return { threadId, context: { tenantId, claim: { runId, fence: 1 } } };
}

describe("what a run writes", () => {
  it("takes one statement per superstep: the writes of its tasks and the checkpoint together", async () => {
    const State = Annotation.Root({
      steps: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
    });
    const graph = new StateGraph(State)
      .addNode("left", () => ({ steps: ["left"] }))
      .addNode("right", () => ({ steps: ["right"] }))
      .addNode("last", () => ({ steps: ["last"] }))
      .addEdge(START, "left")
      .addEdge(START, "right")
      .addEdge("left", "last")
      .addEdge("right", "last")
      .addEdge("last", END)
      .compile({ checkpointer: createCheckpointer({ db: counting, context: { tenantId: randomUUID() } }) });
    const config = { configurable: { thread_id: randomUUID() } };
    await graph.invoke({}, { ...config, durability: "sync" });
    // The state before, the input, and three supersteps (the first only reads the input).
    expect(statements).toBeLessThanOrEqual(5);
    const [, , step] = await Array.fromAsync(graph.getStateHistory(config));
    expect(step?.tasks.map(({ result }): unknown => result)).toEqual([
      { steps: ["left"] },
      { steps: ["right"] },
    ]);
  });

  it("may name a row twice in one go", async () => {
    const saver = createCheckpointer({ db: counting, context: { tenantId: randomUUID() } });
    const config = { configurable: { thread_id: randomUUID() } };
    const checkpoint = newCheckpoint();
    const head = {
      configurable: { ...config.configurable, checkpoint_ns: "", checkpoint_id: checkpoint.id },
    };
    await Promise.all([
      saver.put(config, checkpoint, metadata, {}),
      saver.put(config, checkpoint, { ...metadata, step: 1 }, {}),
      saver.putWrites(
        head,
        [
          ["text", "first"],
          [ERROR, "first"],
        ],
        "task",
      ),
      saver.putWrites(
        head,
        [
          ["text", "second"],
          [ERROR, "second"],
        ],
        "task",
      ),
    ]);
    expect(statements).toBe(1);
    const tuple = await saver.getTuple(config);
    expect(tuple?.metadata?.step).toBe(1);
    expect(tuple?.pendingWrites).toEqual([
      ["task", ERROR, "second"],
      ["task", "text", "first"],
    ]);
  });

  it("fails for everybody whose rows were in the statement, and for what comes later and may build on them", async () => {
    const { threadId, context } = await startRun();
    const saver = createCheckpointer({ db, context });
    const config = { configurable: { thread_id: threadId } };
    await db.run(context.tenantId, "update runs set fence = 2 where run_id = $1::uuid", [
      context.claim.runId,
    ]);
    const head = { configurable: { ...config.configurable, checkpoint_ns: "", checkpoint_id: "c" } };
    const results = await Promise.allSettled([
      saver.put(config, newCheckpoint(), metadata, {}),
      saver.putWrites(head, [["text", "a"]], "task"),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await db.run(context.tenantId, "update runs set fence = 1 where run_id = $1::uuid", [
      context.claim.runId,
    ]);
    await expect(saver.put(config, newCheckpoint(), metadata, {})).rejects.toMatchObject({
      code: "claim_lost",
    });
    expect(await Array.fromAsync(saver.list(config))).toEqual([]);
    await createCheckpointer({ db, context }).put(config, newCheckpoint(), metadata, {});
    expect(await Array.fromAsync(saver.list(config))).toHaveLength(1);
  });
});

describe("the run's events", () => {
  const toEvent = (seq: number): EventRow => ({
    seq,
    runSeq: seq,
    attempt: 1,
    ns: "",
    mode: "values",
    json: "{}",
    note: null,
    at: 0,
  });

  function createJournal(rows: EventRow[]) {
    const fate: string[] = [];
    return {
      fate,
      take: async () => ({
        rows: rows.splice(0),
        stored: () => void fate.push("stored"),
        failed: () => void fate.push("failed"),
      }),
    };
  }

  async function countEvents({ tenantId }: RunContext, threadId: string): Promise<number> {
    const sql = "select count(*)::int as count from thread_events where thread_id = $1::uuid";
    return (await db.run<{ count: number }>(tenantId, sql, [threadId]))[0]?.count ?? 0;
  }

  it("are stored with the checkpoint, on the thread of the run", async () => {
    const { threadId, context } = await startRun();
    const journal = createJournal([toEvent(1), toEvent(2)]);
    const saver = createCheckpointer({ db: counting, context, journal });
    await saver.put(
      { configurable: { thread_id: "a thread that the graph keeps" } },
      newCheckpoint(),
      metadata,
      {},
    );
    expect(statements).toBe(1);
    expect(journal.fate).toEqual(["stored"]);
    expect(await countEvents(context, threadId)).toBe(2);
  });

  it("are given back when the claim is lost", async () => {
    const { threadId, context } = await startRun();
    const journal = createJournal([toEvent(1)]);
    const saver = createCheckpointer({ db, context, journal });
    await db.run(context.tenantId, "update runs set status = 'error' where run_id = $1::uuid", [
      context.claim.runId,
    ]);
    const put = saver.put({ configurable: { thread_id: threadId } }, newCheckpoint(), metadata, {});
    await expect(put).rejects.toMatchObject({ code: "claim_lost" });
    expect(journal.fate).toEqual(["failed"]);
    expect(await countEvents(context, threadId)).toBe(0);
  });
});
