import { randomUUID } from "node:crypto";
import { Annotation, END, interrupt, START, StateGraph } from "@langchain/langgraph";
import { emptyCheckpoint, uuid6 } from "@langchain/langgraph-checkpoint";
import { afterAll, describe, expect, it } from "vitest";
import { RUN_CONTEXT_KEY, type RunContext } from "../../../src/domain/run-context.ts";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const metadata = { source: "loop" as const, step: 0, parents: {} };
const State = Annotation.Root({ text: Annotation<string> });

function toConfig(threadId: string, context: RunContext) {
  return { configurable: { thread_id: threadId, checkpoint_ns: "", [RUN_CONTEXT_KEY]: context } };
}

async function startRun(tenantId: string, fence: number): Promise<string> {
  const runId = randomUUID();
  await db.run(
    tenantId,
    `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, fence)
     values ($1::uuid, $2::uuid, $3::uuid, $3::uuid, 'queen', 'running', '{}', $4)`,
    [tenantId, runId, randomUUID(), fence],
  );
  return runId;
}

describe("tenants", () => {
  it("do not see each other's checkpoints of one thread id", async () => {
    const saver = createCheckpointer({ db });
    const threadId = randomUUID();
    const [mine, theirs] = [
      toConfig(threadId, { tenantId: randomUUID() }),
      toConfig(threadId, { tenantId: randomUUID() }),
    ];
    const checkpoint = { ...emptyCheckpoint(), id: uuid6(0) };
    const written = await saver.put(mine, checkpoint, metadata, {});
    await saver.putWrites(
      { configurable: { ...mine.configurable, ...written.configurable } },
      [["text", "secret"]],
      "task",
    );

    expect((await saver.getTuple(mine))?.pendingWrites).toEqual([["task", "text", "secret"]]);
    expect(await saver.getTuple(theirs)).toBeUndefined();
    expect(
      await saver.getTuple({ configurable: { ...theirs.configurable, ...written.configurable } }),
    ).toBeUndefined();
    expect(await Array.fromAsync(saver.list(theirs))).toEqual([]);
    expect(
      await Array.fromAsync(
        saver.list({ configurable: { [RUN_CONTEXT_KEY]: theirs.configurable[RUN_CONTEXT_KEY] } }),
      ),
    ).toEqual([]);
    // The same keys may be used by both.
    await saver.put(theirs, { ...checkpoint, channel_values: {} }, { ...metadata, step: 7 }, {});
    expect((await saver.getTuple(mine))?.metadata?.step).toBe(0);
  });

  it("stay apart where LangGraph drops the config: subgraph state and forks", async () => {
    const child = new StateGraph(State)
      .addNode("wait", () => ({ text: interrupt<string, string>("?") }))
      .addEdge(START, "wait")
      .addEdge("wait", END)
      .compile();
    const build = () =>
      new StateGraph(State).addNode("child", child).addEdge(START, "child").addEdge("child", END);
    const context = { tenantId: randomUUID() };
    const graph = build().compile({ checkpointer: createCheckpointer({ db, context }) });
    const config = { configurable: { thread_id: randomUUID() } };
    await graph.invoke({ text: "a" }, config);
    expect((await graph.getState(config, { subgraphs: true })).tasks[0]?.state).toMatchObject({
      next: ["wait"],
    });
    const copy = await graph.updateState((await graph.getState(config)).config, null, "__copy__");
    expect((await graph.getState(copy)).metadata?.source).toBe("fork");
  });

  it("stay apart when the history of a delta channel is walked", async () => {
    const saver = createCheckpointer({ db });
    const config = toConfig(randomUUID(), { tenantId: randomUUID() });
    const context = { [RUN_CONTEXT_KEY]: config.configurable[RUN_CONTEXT_KEY] };
    const first = await saver.put(config, { ...emptyCheckpoint(), id: uuid6(0) }, metadata, {});
    const parent = { configurable: { ...first.configurable, ...context } };
    await saver.putWrites(parent, [["text", "delta"]], "task");
    const second = await saver.put(parent, { ...emptyCheckpoint(), id: uuid6(1) }, metadata, {});
    const history = await saver.getDeltaChannelHistory({
      config: { configurable: { ...second.configurable, ...context } },
      channels: ["text"],
    });
    expect(history["text"]?.writes).toEqual([["task", "text", "delta"]]);
  });

  it("cannot be changed by a config once the saver is bound", async () => {
    const tenantId = randomUUID();
    const saver = createCheckpointer({ db, context: { tenantId } });
    const config = toConfig(randomUUID(), { tenantId: randomUUID() });
    await saver.put(config, emptyCheckpoint(), metadata, {});
    expect(await createCheckpointer({ db }).getTuple(config)).toBeUndefined();
    expect(await saver.getTuple(config)).toBeDefined();
  });
});

describe("the fence", () => {
  it("lets the holder of the claim write and nobody else", async () => {
    const tenantId = randomUUID();
    const runId = await startRun(tenantId, 2);
    const threadId = randomUUID();
    const holder = createCheckpointer({ db, context: { tenantId, claim: { runId, fence: 2 } } });
    const late = createCheckpointer({ db, context: { tenantId, claim: { runId, fence: 1 } } });
    const stranger = createCheckpointer({
      db,
      context: { tenantId, claim: { runId: randomUUID(), fence: 2 } },
    });
    const config = { configurable: { thread_id: threadId } };
    const head = await holder.put(config, emptyCheckpoint(), metadata, {});
    await holder.putWrites(head, [["text", "a"]], "task");

    for (const saver of [late, stranger]) {
      await expect(
        saver.put(head, { ...emptyCheckpoint(), id: uuid6(1) }, metadata, {}),
      ).rejects.toMatchObject({ code: "claim_lost" });
      await expect(saver.putWrites(head, [["text", "b"]], "other")).rejects.toMatchObject({
        code: "claim_lost",
      });
    }
    expect(await Array.fromAsync(holder.list(config))).toHaveLength(1);
    expect((await holder.getTuple(config))?.pendingWrites).toEqual([["task", "text", "a"]]);
  });

  it("falls when the run is no longer running", async () => {
    const tenantId = randomUUID();
    const runId = await startRun(tenantId, 1);
    const saver = createCheckpointer({ db, context: { tenantId, claim: { runId, fence: 1 } } });
    await db.run(tenantId, "update runs set status = 'interrupted' where run_id = $1::uuid", [runId]);
    await expect(
      saver.put({ configurable: { thread_id: "t" } }, emptyCheckpoint(), metadata, {}),
    ).rejects.toMatchObject({
      code: "claim_lost",
    });
  });

  it("stops a graph whose worker lost its run", async () => {
    const tenantId = randomUUID();
    const runId = await startRun(tenantId, 1);
    const graph = new StateGraph(State)
      .addNode("lose", async () => {
        await db.run(tenantId, "update runs set fence = 2 where run_id = $1::uuid", [runId]);
        return { text: "too late" };
      })
      .addEdge(START, "lose")
      .addEdge("lose", END)
      .compile({
        checkpointer: createCheckpointer({ db, context: { tenantId, claim: { runId, fence: 1 } } }),
      });
    const config = { configurable: { thread_id: randomUUID() } };
    await expect(graph.invoke({ text: "a" }, { ...config, durability: "sync" })).rejects.toMatchObject({
      code: "claim_lost",
    });
    const state = await graph.getState(config);
    expect(state.next).toEqual(["lose"]);
  });
});
