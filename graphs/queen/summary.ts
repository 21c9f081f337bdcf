import { aggregate } from "../../src/agents/aggregate/aggregate.ts";
import { addUsage, type Answer, type Degraded, NO_USAGE, type Usage } from "../../src/domain/answer.ts";
import type { Plan } from "../../src/domain/route.ts";
import type { StepOutcome } from "../swarm/state.ts";

type Summary = { answer: Answer | null; usage: Usage; degraded: Degraded };

/** All steps in the order of the plan as one answer; null when none of them has one. */
export function summarise(plan: Plan, results: StepOutcome[]): Summary {
  const ordered = plan.steps.flatMap((step) => results.filter((outcome) => outcome.step === step.id));
  const answered = ordered.filter((outcome) => outcome.failure === null);
  return {
    answer: answered.length === 0 ? null : aggregate(answered),
    usage: ordered.reduce((sum, outcome) => addUsage(sum, outcome.usage), NO_USAGE),
    degraded: ordered.find((outcome) => outcome.degraded !== null)?.degraded ?? null,
  };
}
