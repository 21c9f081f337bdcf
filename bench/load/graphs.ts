import { setTimeout as sleep } from "node:timers/promises";
import { END, START, StateGraph, StateSchema, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Emission = new StateSchema({
  events: z.number().default(0),
  characters: z.number().default(0),
  /** Events that are written without a pause between them, and the pause after them. */
  together: z.number().default(1),
  pause_ms: z.number().default(0),
});

/** Writes custom events of a size, at a pace. */
function buildEmitter(): AnyGraph {
  return new StateGraph(Emission)
    .addNode("emit", async (state, config: LangGraphRunnableConfig) => {
      const text = "x".repeat(state.characters);
      for (let n = 1; n <= state.events; n++) {
        config.writer?.({ n, text });
        if (n % state.together === 0) await sleep(state.pause_ms);
      }
      return {};
    })
    .addEdge(START, "emit")
    .addEdge("emit", END)
    .compile();
}

const MODEL_MS = 200;

/** Waits as long as a quick model takes. */
function buildWaiter(): AnyGraph {
  return new StateGraph(Emission)
    .addNode("wait", async () => {
      await sleep(MODEL_MS);
      return {};
    })
    .addEdge(START, "wait")
    .addEdge("wait", END)
    .compile();
}

export function buildLoadGraphs(): Record<string, AnyGraph> {
  return { emitter: buildEmitter(), waiter: buildWaiter() };
}
