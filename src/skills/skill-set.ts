import type { CompiledSkill, SkillProblem, SkillSet } from "../domain/skill.ts";
import type { Complaint } from "./problem-log.ts";
import { toReference } from "./skill-id.ts";

/** One version of the set. References resolve as exact id, then alias, then `lord.agent.capability`. */
export function createSkillSet(version: number, skills: CompiledSkill[]): SkillSet {
  const sorted = skills.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const byReference = new Map<string, CompiledSkill>();
  const add = (reference: string, skill: CompiledSkill) => {
    const key = toReference(reference);
    if (!byReference.has(key)) byReference.set(key, skill);
  };
  for (const skill of sorted) add(skill.id, skill);
  for (const skill of sorted) for (const alias of skill.settings.aliases) add(alias, skill);
  for (const skill of sorted) for (const address of toAddresses(skill)) add(address, skill);
  return Object.freeze({
    version,
    skills: Object.freeze(sorted),
    find: (reference: string) => byReference.get(toReference(reference)),
  });
}

function toAddresses(skill: CompiledSkill): string[] {
  const { lord, capabilities, aliases } = skill.settings;
  const owners = [skill.id, ...aliases, ...(lord === null ? [] : [`${lord}.${skill.name}`])];
  return owners.flatMap((owner) => capabilities.map((capability) => `${owner}.${capability}`));
}

/** What can only be seen when all skills are known, by the id of the skill that it is about. */
export function checkReferences(skills: CompiledSkill[]): Map<string, SkillProblem[]> {
  const ids = new Set(skills.map((skill) => toReference(skill.id)));
  const set = createSkillSet(0, skills);
  const problems = new Map<string, SkillProblem[]>();
  const warn = (skill: CompiledSkill, line: number, complaint: Complaint) => {
    problems.set(skill.id, [...(problems.get(skill.id) ?? []), { severity: "warning", line, ...complaint }]);
  };
  for (const skill of skills) {
    for (const alias of skill.settings.aliases) {
      const owner = set.find(alias);
      if (owner?.id === skill.id && !ids.has(alias)) continue;
      warn(skill, findLine(skill, "aliases"), {
        code: "alias_taken",
        message: `The alias ${alias} leads to ${owner?.id ?? "another skill"}`,
        fix: "Choose another alias, or remove it",
      });
    }
    for (const reference of skill.settings.skills) {
      if (set.find(reference) !== undefined) continue;
      warn(skill, findLine(skill, "skills"), {
        code: "skill_unknown",
        message: `There is no skill ${reference} among those loaded`,
        fix: "Correct its id, or remove it from skills",
      });
    }
  }
  return problems;
}

function findLine(skill: CompiledSkill, key: string): number {
  const index = skill.source
    .split(/\r\n|\r|\n/)
    .findIndex((line) => new RegExp(`^\\s+${key}\\s*:`).test(line));
  return Math.max(index, 0) + 1;
}
