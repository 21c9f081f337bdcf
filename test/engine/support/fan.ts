import { END, interrupt, ReducedValue, Send, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph } from "../../../src/domain/ports.ts";

const Done = new StateSchema({
  done: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.string(),
    reducer: (done, next) => [...done, next],
  }),
});

/** Three workers side by side, of which the second and the third ask. */
export function buildFan(): AnyGraph {
  return new StateGraph(Done)
    .addNode("work", (state: object) => {
      const n = "n" in state ? Number(state.n) : 0;
      return { done: n === 1 ? "1" : `${n} ${String(interrupt(n))}` };
    })
    .addConditionalEdges(START, () => [1, 2, 3].map((n) => new Send("work", { n })), ["work"])
    .addEdge("work", END)
    .compile();
}
