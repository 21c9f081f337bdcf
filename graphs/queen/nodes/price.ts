import { APPROVAL_MICROUSD } from "../../../src/agents/plan/make-plan.ts";
import type { GraphDeps } from "../../deps.ts";
import { createEstimate } from "../estimate.ts";
import { requirePerception, requirePlan } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

/** Puts a price on each step and asks for consent when the whole is dear or a skill demands it. */
export function createPriceNode(deps: Pick<GraphDeps, "skills" | "models">) {
  const estimate = createEstimate(deps);

  return function price(state: QueenValues): QueenUpdate {
    const plan = requirePlan(state);
    const { text } = requirePerception(state);
    const set = deps.skills.current();
    const steps = plan.steps.map((step) => {
      const skill = set.find(step.skill);
      return skill === undefined ? step : { ...step, cost_microusd: estimate(skill, text, state.passages) };
    });
    const total = steps.reduce((sum, step) => sum + step.cost_microusd, 0);
    const isDemanded = steps.some((step) => (set.find(step.skill)?.settings.approval ?? null) !== null);
    return {
      plan: {
        ...plan,
        steps,
        requires_approval: plan.requires_approval || isDemanded || total > APPROVAL_MICROUSD,
      },
    };
  };
}
