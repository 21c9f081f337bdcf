import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { emitProgress } from "../../progress.ts";
import { toExecutedPercent } from "../executed-percent.ts";
import { requirePlan } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

/** Comes by after each wave of steps; the edge behind it sends out the next one. */
export function createDispatchNode() {
  return function dispatch(state: QueenValues, config: LangGraphRunnableConfig): QueenUpdate {
    const { steps } = requirePlan(state);
    const done = Math.min(state.results.length, steps.length);
    emitProgress(config, toExecutedPercent(done, steps.length), `${done} of ${steps.length} steps done`);
    return {};
  };
}
