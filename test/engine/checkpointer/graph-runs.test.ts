import { randomUUID } from "node:crypto";
import {
  Annotation,
  Command,
  END,
  interrupt,
  MemorySaver,
  Send,
  START,
  StateGraph,
} from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { afterAll, describe, expect, it } from "vitest";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const tenantId = randomUUID();
const newSaver = (): BaseCheckpointSaver => createCheckpointer({ db, context: { tenantId } });
const onThread = (threadId: string = randomUUID()) => ({ configurable: { thread_id: threadId } });

const State = Annotation.Root({
  steps: Annotation<string[]>({ reducer: (left, right) => left.concat(right), default: () => [] }),
  answer: Annotation<string | null>({ reducer: (_, right) => right, default: () => null }),
  report: Annotation<Record<string, unknown> | undefined>(),
});

function buildAsking() {
  return new StateGraph(State)
    .addNode("prepare", () => ({ steps: ["prepare"], report: { title: "Kirana", rows: [1, 2, 3] } }))
    .addNode("ask", () => ({
      steps: ["ask"],
      answer: interrupt<{ question: string }, string>({ question: "Which city?" }),
    }))
    .addNode("finish", (state) => ({ steps: [`finish ${state.answer}`] }))
    .addEdge(START, "prepare")
    .addEdge("prepare", "ask")
    .addEdge("ask", "finish")
    .addEdge("finish", END);
}

function buildNested() {
  const inner = new StateGraph(State)
    .addNode("inner_ask", () => ({ steps: ["inner"], answer: interrupt<string, string>("inside?") }))
    .addEdge(START, "inner_ask")
    .addEdge("inner_ask", END)
    .compile();
  return new StateGraph(State)
    .addNode("outer", () => ({ steps: ["outer"] }))
    .addNode("child", inner)
    .addEdge(START, "outer")
    .addEdge("outer", "child")
    .addEdge("child", END);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("a graph on the checkpointer", () => {
  it("goes on in another saver after an interrupt", async () => {
    const config = onThread();
    const first = await buildAsking().compile({ checkpointer: newSaver() }).invoke({}, config);
    expect(first).toMatchObject({ __interrupt__: [{ value: { question: "Which city?" } }] });

    const second = buildAsking().compile({ checkpointer: newSaver() });
    expect((await second.getState(config)).tasks[0]?.interrupts).toHaveLength(1);
    const result = await second.invoke(new Command({ resume: "Pune" }), config);
    expect(result).toMatchObject({
      steps: ["prepare", "ask", "finish Pune"],
      answer: "Pune",
      report: { title: "Kirana", rows: [1, 2, 3] },
    });
  });

  it.each(["sync", "async", "exit"] as const)(
    "tells the same history as the saver in memory (%s)",
    async (durability) => {
      const histories = await Promise.all(
        [newSaver(), new MemorySaver()].map(async (checkpointer) => {
          const graph = buildAsking().compile({ checkpointer });
          const config = onThread("same");
          await graph.invoke({}, { ...config, durability });
          await graph.invoke(new Command({ resume: "Pune" }), { ...config, durability });
          const snapshots = await collect(graph.getStateHistory(config));
          return snapshots.map(({ values, next, metadata, tasks }) => ({
            values: values as unknown,
            next,
            source: metadata?.source,
            step: metadata?.step,
            tasks: tasks.map(({ name, interrupts, result }) => ({
              name,
              interrupts: interrupts.length,
              result: result as unknown,
            })),
          }));
        }),
      );
      expect(histories[0]).toEqual(histories[1]);
      expect(histories[0]?.length).toBeGreaterThan(0);
      await newSaver().deleteThread("same");
    },
  );

  it("shows the state of a subgraph and resumes inside it", async () => {
    const config = onThread();
    const checkpointer = newSaver();
    const graph = buildNested().compile({ checkpointer });
    await graph.invoke({}, config);

    const state = await graph.getState(config, { subgraphs: true });
    expect(state.tasks[0]?.state).toMatchObject({ next: ["inner_ask"], values: { steps: ["outer"] } });
    const tuples = await collect(checkpointer.list(config));
    const namespaces = tuples.map((each): unknown => each.config.configurable?.["checkpoint_ns"]);
    expect(new Set(namespaces)).toEqual(new Set(["", expect.stringMatching(/^child:/)]));

    const result = await graph.invoke(new Command({ resume: "yes" }), config);
    expect(result.answer).toBe("yes");
  });

  it("keeps what finished tasks wrote when another task of the step fails", async () => {
    let failures = 1;
    const ran: string[] = [];
    const graph = new StateGraph(State)
      .addNode("good", () => {
        ran.push("good");
        return { steps: ["good"] };
      })
      .addNode("bad", () => {
        ran.push("bad");
        if (failures-- > 0) throw new Error("not yet");
        return { steps: ["bad"] };
      })
      .addEdge(START, "good")
      .addEdge(START, "bad")
      .compile({ checkpointer: newSaver() });
    const config = onThread();
    await expect(graph.invoke({}, config)).rejects.toThrow("not yet");
    const result = await graph.invoke(null, config);
    expect(result.steps.toSorted()).toEqual(["bad", "good"]);
    expect(ran.toSorted()).toEqual(["bad", "bad", "good"]);
  });

  it("fans out with Send", async () => {
    const graph = new StateGraph(State)
      .addNode("worker", (state: { name: string }) => ({ steps: [state.name] }))
      .addConditionalEdges(START, () => ["a", "b", "c"].map((name) => new Send("worker", { name })), [
        "worker",
      ])
      .compile({ checkpointer: newSaver() });
    const result = await graph.invoke({}, onThread());
    expect(result.steps.toSorted()).toEqual(["a", "b", "c"]);
  });
});

describe("time travel", () => {
  it("forks without touching the branch it leaves", async () => {
    const graph = buildAsking().compile({ checkpointer: newSaver() });
    const config = onThread();
    await graph.invoke({}, config);
    await graph.invoke(new Command({ resume: "Pune" }), config);
    const head = await graph.getState(config);
    const history = await collect(graph.getStateHistory(config));
    const beforeAsk = history.find(({ next }) => next.includes("ask"));
    if (beforeAsk === undefined) throw new Error("the step is in the history");

    const forked = await graph.updateState(
      beforeAsk.config,
      { report: { title: "Nashik" }, answer: "forked" },
      "ask",
    );
    const result = await graph.invoke(null, forked);
    expect(result).toMatchObject({ report: { title: "Nashik" }, steps: ["prepare", "finish forked"] });

    const left = await graph.getState(head.config);
    expect(left.values).toEqual(head.values);
    expect((await graph.getState(config)).values).toMatchObject({ report: { title: "Nashik" } });
  });

  it("runs a copy of the first checkpoint with all of its values", async () => {
    const graph = buildAsking().compile({ checkpointer: newSaver() });
    const config = onThread();
    await graph.invoke({ answer: "small", report: { large: "x".repeat(500) } }, config);
    const first = (await collect(graph.getStateHistory(config))).at(-1);
    if (first === undefined) throw new Error("a run leaves checkpoints");
    const copy = await graph.updateState(first.config, null, "__copy__");
    expect((await graph.getState(copy)).next).toEqual(first.next);
    expect(await graph.invoke(null, copy)).toMatchObject({ steps: ["prepare"] });
  });
});

describe("a long history", () => {
  it("is listed newest first, page by page, within limit and before", async () => {
    const saver = newSaver();
    const graph = new StateGraph(State)
      .addNode("step", () => ({ steps: ["step"] }))
      .addConditionalEdges("step", (state) => (state.steps.length < 250 ? "step" : END))
      .addEdge(START, "step")
      .compile({ checkpointer: saver });
    const config = onThread();
    await graph.invoke({}, { ...config, recursionLimit: 300 });

    const all = await collect(saver.list(config));
    const ids = all.map(({ checkpoint }) => checkpoint.id);
    expect(all).toHaveLength(252);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(all[0]?.checkpoint.channel_values["steps"]).toHaveLength(250);
    expect(all[100]?.checkpoint.channel_values["steps"]).toHaveLength(150);
    expect(all[100]?.pendingWrites).not.toEqual([]);

    const before = all[119]?.config;
    const page = await collect(saver.list(config, { before, limit: 130 }));
    expect(page.map(({ checkpoint }) => checkpoint.id)).toEqual(ids.slice(120, 250));
    expect(await collect(saver.list(config, { filter: { source: "input" } }))).toHaveLength(1);
    expect(await collect(saver.list(config, { limit: 0 }))).toEqual([]);
  });
});
