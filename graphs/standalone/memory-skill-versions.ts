import type { CompiledSkill } from "../../src/domain/skill.ts";
import type { GraphDeps } from "../deps.ts";

/** Keeps the versions that this process has used. */
export function createMemorySkillVersions(): GraphDeps["skillVersions"] {
  const kept = new Map<string, CompiledSkill>();
  return {
    async keep(tenantId, skill) {
      kept.set(`${tenantId} ${skill.id} ${skill.hash}`, skill);
    },
    async load(tenantId, ref) {
      return kept.get(`${tenantId} ${ref.id} ${ref.hash}`);
    },
  };
}
