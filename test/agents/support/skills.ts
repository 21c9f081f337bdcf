import { createSkillRegistry } from "../../../src/skills/skill-registry.ts";
import { compileSkill } from "../../../src/skills/compile-skill.ts";
import { createSkillSet } from "../../../src/skills/skill-set.ts";
import type { CompiledSkill, SkillSet } from "../../../src/domain/skill.ts";

const noTools = { isToolInstalled: () => true, isToolPublished: () => true };

/** The skills that come with the product, as they are now. */
export async function loadSkills(): Promise<SkillSet> {
  const silent = { info: () => undefined, warn: () => undefined };
  const registry = await createSkillRegistry({ sources: ["skills"], log: silent, watch: false, ...noTools });
  const set = registry.current();
  await registry.close();
  return set;
}

/** A skill as if its file lay in a folder of that id. */
export function toSkill(id: string, source: string): CompiledSkill {
  const compiled = compileSkill({ id, source, path: `${id.replaceAll(".", "/")}/SKILL.md`, ...noTools });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.skill;
}

export function withSkills(set: SkillSet, ...added: CompiledSkill[]): SkillSet {
  return createSkillSet(set.version + 1, [...set.skills, ...added]);
}
