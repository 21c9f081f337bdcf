import { criticise } from "../../src/agents/critic/criticise.ts";
import { planRevision } from "../../src/agents/critic/plan-revision.ts";
import type { Critique } from "../../src/domain/answer.ts";
import type { Foundation } from "../../src/domain/foundation.ts";
import type { GraphDeps } from "../deps.ts";
import { createSkillLoader } from "../swarm/load-skill.ts";
import type { StepOutcome } from "../swarm/state.ts";

const MAX_REVISIONS = 3;

export type Judgement = {
  outcome: StepOutcome;
  critique: Critique;
  next: "pass" | "revise" | "regenerate" | "stop";
};

type JudgeInput = { tenantId: string; foundation: Foundation | null; request: string; revisions: number };

/** Criticises what one step answered, against the sources that this step had. */
export function createJudge(deps: Pick<GraphDeps, "skills" | "skillVersions">) {
  const loadSkill = createSkillLoader(deps);

  return async function judge(outcome: StepOutcome, input: JudgeInput): Promise<Judgement> {
    const { tenantId, ...context } = input;
    const skill = await loadSkill(tenantId, outcome.ref);
    const { answer, inputs, facts, passages } = outcome;
    const critique = criticise({ skill, answer, inputs, facts, passages, ...context });
    const retriesLeft = Math.min(skill.settings.retries, MAX_REVISIONS) - input.revisions;
    const next = isImprovable(outcome) ? planRevision(critique, retriesLeft) : "stop";
    return { outcome, critique, next };
  };
}

/** The offline model says what its sources say; asked again it says the same. */
function isImprovable({ degraded, usage }: StepOutcome): boolean {
  return degraded === null && usage.models.some((model) => model !== "offline");
}

/** The critique of the whole: as good as its weakest part. */
export function mergeCritiques(judgements: Judgement[], revisions: number): Critique | null {
  const [weakest] = judgements
    .map(({ critique }) => critique)
    .sort((left, right) => toMargin(left) - toMargin(right));
  if (weakest === undefined) return null;
  return { ...weakest, revisions, issues: judgements.flatMap(({ critique }) => critique.issues) };
}

function toMargin({ score, threshold }: Critique): number {
  return score - threshold;
}
