import { AIMessage } from "@langchain/core/messages";
import { interrupt } from "@langchain/langgraph";
import { toDollarText } from "../../../src/domain/money.ts";
import type { ApprovalRequest } from "../../../src/domain/progress.ts";
import type { Plan, PlanStep } from "../../../src/domain/route.ts";
import type { SkillSet } from "../../../src/domain/skill.ts";
import type { GraphDeps } from "../../deps.ts";
import { type Decision, readDecisions } from "../decisions.ts";
import { requirePlan } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

const MAX_TURNS = 10;
const REJECT_ALL: Decision = { type: "reject", message: `none of ${MAX_TURNS} answers was a decision` };

/** Waits for a person's consent when the plan needs it; what is rejected is left out, what is edited is done so. */
export function createApproveNode({ skills, newId }: Pick<GraphDeps, "skills" | "newId">) {
  return function approve(state: QueenValues): QueenUpdate {
    const plan = requirePlan(state);
    if (!plan.requires_approval) return {};
    const decisions = askForDecisions(plan, skills.current());
    const decided = plan.steps.map((step, index) => ({ step, decision: decisions[index] ?? REJECT_ALL }));
    const steps = decided.flatMap(({ step, decision }) => applyDecision(step, decision));
    const errors = decided.flatMap(({ step, decision }) => toRejection(step, decision));
    if (steps.length > 0) return { plan: { ...plan, steps }, errors };
    const content = ["Nothing was done, because the plan was rejected.", ...errors].join("\n");
    return { plan: { ...plan, steps }, errors, messages: [new AIMessage({ id: newId(), content })] };
  };
}

function askForDecisions(plan: Plan, set: SkillSet): Decision[] {
  const actions = plan.steps.map((step) => step.skill);
  let complaint: string | null = null;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const resume: unknown = interrupt(toRequest(plan, set, complaint));
    const read = readDecisions(resume, actions);
    if (read.decisions !== null) return read.decisions;
    ({ complaint } = read);
  }
  return [];
}

function toRequest(plan: Plan, set: SkillSet, complaint: string | null): ApprovalRequest {
  return {
    action_requests: plan.steps.map((step, index) => ({
      name: step.skill,
      args: step.inputs,
      description: [...(index === 0 && complaint !== null ? [complaint] : []), describe(step, set)].join(
        "\n\n",
      ),
    })),
    review_configs: plan.steps.map((step) => ({
      action_name: step.skill,
      allowed_decisions: ["approve", "edit", "reject"],
    })),
  };
}

function describe(step: PlanStep, set: SkillSet): string {
  const skill = set.find(step.skill);
  const reason = skill?.settings.approval ?? null;
  const what = `${skill?.title ?? step.skill}: about ${toDollarText(step.cost_microusd)} of model use, ${step.risk} risk.`;
  return reason === null ? what : `${what} Consent is needed: ${reason}.`;
}

function applyDecision(step: PlanStep, decision: Decision): PlanStep[] {
  switch (decision.type) {
    case "approve":
      return [step];
    case "edit":
      return [{ ...step, inputs: decision.edited_action.args }];
    case "reject":
      return [];
  }
}

function toRejection(step: PlanStep, decision: Decision): string[] {
  if (decision.type !== "reject") return [];
  const reason = decision.message === undefined || decision.message === "" ? "" : `: ${decision.message}`;
  return [`The step ${step.skill} was rejected${reason}`];
}
