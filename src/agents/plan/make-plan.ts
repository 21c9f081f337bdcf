import type { Foundation } from "../../domain/foundation.ts";
import type { Microusd } from "../../domain/money.ts";
import type { Perception, Plan, PlanStep, Route } from "../../domain/route.ts";
import type { CompiledSkill, SkillSet } from "../../domain/skill.ts";
import { toFieldRole } from "../inputs/field-role.ts";
import { extractInputs } from "../inputs/extract-inputs.ts";
import { toParts } from "../route/request-parts.ts";
import { toReadable } from "../words/readable.ts";
import { findPart } from "./find-part.ts";
import { leansOnEarlier } from "./references.ts";

export type PlanRequest = {
  text: string;
  route: Route;
  skills: SkillSet;
  perception: Perception;
  foundation: Foundation | null;
  /** Values of the caller's own for the inputs of the one skill that it chose. */
  given?: Record<string, unknown>;
  /** What one run of a skill will cost. */
  estimate: (skill: CompiledSkill) => Microusd;
};

/** Above this a person decides (DOMAIN 7.2). */
export const APPROVAL_MICROUSD = 500_000;
const MEDIUM_COST_MICROUSD = 100_000;

/** Steps for the skills of a route, in the order of the request; steps that need nothing of each other share a group. */
export function makePlan(request: PlanRequest): Plan {
  const { text, route, skills, perception, foundation, estimate } = request;
  const chosen = chooseSkills(route, skills);
  const given = chosen.length === 1 ? (request.given ?? {}) : {};
  const parts = toParts(toReadable(text));
  const steps: PlanStep[] = [];
  const placed = chosen.map((skill) => ({ skill, part: findPart(skill, parts, chosen) })).toSorted(byPlace);
  for (const [index, { skill, part }] of placed.entries()) {
    const before = steps.at(-1);
    const dependsOn = before !== undefined && part !== null && leansOnEarlier(part.text) ? [before.id] : [];
    const cost = estimate(skill);
    steps.push({
      id: `step-${index + 1}`,
      skill: skill.id,
      inputs: readInputs({ skill, text, part: part?.text ?? text, perception, foundation, given }),
      depends_on: dependsOn,
      parallel_group: dependsOn.length === 0 ? 1 : (before?.parallel_group ?? 0) + 1,
      cost_microusd: cost,
      risk: toRisk(skill, cost),
    });
  }
  const approvals = chosen.filter((skill) => skill.settings.approval !== null);
  const total = steps.reduce((sum, step) => sum + step.cost_microusd, 0);
  return {
    steps,
    reasoning: toReasoning(steps, route, approvals),
    requires_approval: approvals.length > 0 || total > APPROVAL_MICROUSD,
  };
}

/** Skills that are loaded; a reference that resolves to nothing is left out, as is a second mention. */
function chooseSkills(route: Route, skills: SkillSet): CompiledSkill[] {
  const wanted = route.outcome === "several" ? route.skills : route.skills.slice(0, 1);
  const found = wanted.map(({ skill }) => skills.find(skill)).filter((skill) => skill !== undefined);
  return found.filter((skill, index) => found.findIndex((other) => other.id === skill.id) === index);
}

type InputSource = {
  skill: CompiledSkill;
  text: string;
  part: string;
  perception: Perception;
  foundation: Foundation | null;
  given: Record<string, unknown>;
};

/** Inputs out of the part that asks for this skill, completed from the whole request. */
function readInputs(source: InputSource): Record<string, unknown> {
  const { skill, text, part, perception, foundation, given } = source;
  if (part === text) return extractInputs({ skill, text, perception, foundation, given }).inputs;
  const own = extractInputs({
    skill: withoutDefaults(skill),
    text: part,
    perception,
    foundation: null,
    given,
  }).inputs;
  const all = extractInputs({ skill: withoutCounts(skill), text, perception, foundation, given: own });
  return { ...own, ...all.inputs };
}

/** How many and where to post is said of one thing: "a plan, and three LinkedIn posts" are no three plans. */
function withoutCounts(skill: CompiledSkill): CompiledSkill {
  const inputs = skill.inputs.map((field) => {
    const isOfPart = field.type.kind === "integer" || toFieldRole(field) === "platform";
    return isOfPart && !field.required ? null : field;
  });
  return { ...skill, inputs: inputs.filter((field) => field !== null) };
}

function withoutDefaults({ inputs }: CompiledSkill): Pick<CompiledSkill, "inputs"> {
  return { inputs: inputs.map(({ default: _, ...field }) => ({ ...field, required: false })) };
}

function byPlace(
  left: { part: { start: number } | null },
  right: { part: { start: number } | null },
): number {
  return (left.part?.start ?? 0) - (right.part?.start ?? 0);
}

function toRisk(skill: CompiledSkill, cost: Microusd): PlanStep["risk"] {
  if (skill.settings.approval !== null) return "high";
  return cost > MEDIUM_COST_MICROUSD ? "medium" : "low";
}

function toReasoning(steps: readonly PlanStep[], route: Route, approvals: readonly CompiledSkill[]): string {
  const [first] = steps;
  if (first === undefined) return "None of the chosen skills is loaded.";
  const why = route.skills.find((ranked) => ranked.skill === first.skill)?.why ?? "";
  const order = steps.some((step) => step.depends_on.length > 0)
    ? "one after the other where a step builds on another"
    : "side by side";
  const main =
    steps.length === 1
      ? `One step by ${first.skill}${why === "" ? "" : `: ${why}`}.`
      : `${steps.length} steps, ${order}: ${steps.map((step) => step.skill).join(", ")}.`;
  const asks = approvals.map((skill) => `${skill.id} asks first: ${skill.settings.approval ?? ""}`.trim());
  return [main, ...asks].join(" ");
}
