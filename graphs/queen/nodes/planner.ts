import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { makePlan } from "../../../src/agents/plan/make-plan.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emit, emitProgress, PERCENT } from "../../progress.ts";
import { toChoice } from "../context.ts";
import { createEstimate } from "../estimate.ts";
import { requirePerception, requireRoute } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

export function createPlannerNode(deps: Pick<GraphDeps, "skills" | "models" | "foundations">) {
  const estimate = createEstimate(deps);

  return async function planner(state: QueenValues, config: LangGraphRunnableConfig): Promise<QueenUpdate> {
    const perception = requirePerception(state);
    const foundation = await deps.foundations.get(toRunContext(config).tenantId);
    const plan = makePlan({
      text: perception.text,
      route: requireRoute(state),
      skills: deps.skills.current(),
      perception,
      foundation,
      given: toChoice(config)?.inputs ?? {},
      estimate: (skill) => estimate(skill, perception.text, state.passages),
    });
    emit(config, { type: "plan-made", plan });
    emitProgress(config, PERCENT.planned, "Made a plan");
    return { plan };
  };
}
