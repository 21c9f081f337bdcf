import { AppError } from "../../src/domain/errors.ts";
import type { Perception, Plan, Route } from "../../src/domain/route.ts";
import type { QueenValues } from "./state.ts";

/** Filled by an earlier node; only a state that was edited from outside lacks it. */
export function requirePerception(state: Pick<QueenValues, "perception">): Perception {
  return required(state.perception, "perception");
}

export function requireRoute(state: Pick<QueenValues, "route">): Route {
  return required(state.route, "route");
}

export function requirePlan(state: Pick<QueenValues, "plan">): Plan {
  return required(state.plan, "plan");
}

function required<T>(value: T | null, key: string): T {
  if (value !== null) return value;
  throw new AppError("malformed_request", `The state of this thread has no ${key}.`, {
    fix: "Send the request again as a new message.",
  });
}
