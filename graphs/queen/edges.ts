import { AIMessage } from "@langchain/core/messages";
import { END, Send } from "@langchain/langgraph";
import { toExecutedPercent } from "./executed-percent.ts";
import { listReadySteps } from "./ready-steps.ts";
import { requirePlan, requireRoute } from "./required-state.ts";
import { ESCALATED, hasMark } from "./route-marks.ts";
import type { LordOrder, QueenValues } from "./state.ts";
import { toOrder } from "./to-order.ts";

/** After a refusal our own message stands last. */
function isAnswered({ messages }: QueenValues): boolean {
  return AIMessage.isInstance(messages.at(-1));
}

export function afterGuard(state: QueenValues): "perceive" | typeof END {
  return isAnswered(state) ? END : "perceive";
}

export function afterRouter(state: QueenValues): "clarify" | "decline" | "escalate" | "planner" {
  const route = requireRoute(state);
  if (hasMark(route, ESCALATED)) return "escalate";
  switch (route.outcome) {
    case "unclear":
      return "clarify";
    case "outside":
      return "decline";
    case "single":
    case "several":
      return "planner";
  }
}

export function afterClarify(state: QueenValues): "perceive" | "decline" {
  return requireRoute(state).outcome === "outside" ? "decline" : "perceive";
}

export function afterApprove(state: QueenValues): "dispatch" | typeof END {
  return isAnswered(state) ? END : "dispatch";
}

/** One `Send` for each step that can begin now; steps side by side report no progress of their own. */
export function afterDispatch(state: QueenValues): "aggregate" | Send<"lord", LordOrder>[] {
  const plan = requirePlan(state);
  const ready = listReadySteps(plan, state.results);
  if (ready.length === 0) return "aggregate";
  const done = state.results.length;
  const total = plan.steps.length;
  const share =
    ready.length === 1 ? { from: toExecutedPercent(done, total), to: toExecutedPercent(done + 1, total) } : null;
  return ready.map((step) => new Send("lord", { order: toOrder(state, step, share) }));
}

export function afterAggregate({ answer }: QueenValues): "critic" | "overseer" {
  return answer === null ? "overseer" : "critic";
}
