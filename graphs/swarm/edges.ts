import type { SwarmValues } from "./state.ts";

/** A step that failed is reported at once. */
export function toAsk(state: SwarmValues): "ask" | "reflect" {
  return state.failure === null ? "ask" : "reflect";
}

export function toAct(state: SwarmValues): "act" | "reflect" {
  return state.failure === null ? "act" : "reflect";
}

export function toShape(state: SwarmValues): "shape" | "reflect" {
  return state.failure === null ? "shape" : "reflect";
}
