import { requirePlan } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";
import { summarise } from "../summary.ts";

export function createAggregateNode() {
  return function aggregate(state: QueenValues): QueenUpdate {
    return summarise(requirePlan(state), state.results);
  };
}
