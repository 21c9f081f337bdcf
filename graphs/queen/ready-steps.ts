import type { Plan, PlanStep } from "../../src/domain/route.ts";
import type { StepOutcome } from "../swarm/state.ts";

/** Steps whose dependencies have all ended; one that failed does not hold up those that would have used it. */
export function listReadySteps(plan: Plan, results: StepOutcome[]): PlanStep[] {
  const open = plan.steps.filter((step) => !results.some((outcome) => outcome.step === step.id));
  const ready = open.filter((step) => !step.depends_on.some((id) => open.some((other) => other.id === id)));
  // Steps that wait for each other would wait for ever: then the first of them begins.
  return ready.length > 0 ? ready : open.slice(0, 1);
}
