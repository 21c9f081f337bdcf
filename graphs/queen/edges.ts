import { AIMessage } from "@langchain/core/messages";
import { END, type LangGraphRunnableConfig, Send } from "@langchain/langgraph";
import { toRunContext } from "../../src/domain/run-context.ts";
import type { GraphDeps } from "../deps.ts";
import { createNextWave } from "./next-wave.ts";
import { requireRoute } from "./required-state.ts";
import { ESCALATED, hasMark } from "./route-marks.ts";
import type { LordOrder, QueenValues } from "./state.ts";

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

/** One `Send` for each step that can begin now. */
export function createAfterDispatch(deps: Pick<GraphDeps, "skills" | "foundations" | "models">) {
  const nextWave = createNextWave(deps);

  return async function afterDispatch(
    state: QueenValues,
    config: LangGraphRunnableConfig,
  ): Promise<"aggregate" | Send<"lord", LordOrder>[]> {
    const wave = await nextWave(state, toRunContext(config).tenantId);
    return wave.length === 0 ? "aggregate" : wave.map((order) => new Send("lord", { order }));
  };
}

export function afterAggregate({ answer }: QueenValues): "critic" | "overseer" {
  return answer === null ? "overseer" : "critic";
}
