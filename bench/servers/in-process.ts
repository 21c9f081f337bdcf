// The graph alone, driven from within its own process: what no server can be faster than.
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { MemorySaver } from "@langchain/langgraph";
import { drive, type Sample } from "../measure/drive.ts";
import { findWorkload, type Workload } from "../workloads.ts";
import { answerBench, toSpent } from "./answer-bench.ts";
import { toGraphMode } from "./graph-mode.ts";
import { buildGraphs } from "./graphs.ts";

const checkpointer = new MemorySaver();
const graphs = buildGraphs({ checkpointer });

async function run(workload: Workload, threadId: string): Promise<Sample> {
  const begun = performance.now();
  let firstMs: number | null = null;
  let events = 0;
  const options = { streamMode: toGraphMode(workload.streamMode), configurable: { thread_id: threadId } };
  const chunks = (await graphs[workload.graphId]?.stream(workload.input, options)) ?? [];
  for await (const chunk of chunks) {
    firstMs ??= performance.now() - begun;
    if (chunk !== undefined) events += 1;
  }
  const endMs = performance.now() - begun;
  await checkpointer.deleteThread(threadId);
  if (firstMs === null || events !== workload.events) throw new Error(`${workload.id}: ${events} events`);
  return { firstMs, endMs };
}

answerBench({
  url: "",
  description: "MemorySaver",
  async measure({ workload: id, load }) {
    const workload = findWorkload(id);
    const scenario = {
      makeThreads: async (count: number) => Array.from({ length: count }, () => randomUUID()),
      run: (threadId: string) => run(workload, threadId),
      spent: async () => toSpent(null),
    };
    return { answer: "measured", measured: await drive(scenario, load) };
  },
  close: async () => {},
});
