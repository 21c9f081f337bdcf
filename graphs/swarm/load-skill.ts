import { AppError } from "../../src/domain/errors.ts";
import type { CompiledSkill, SkillRef } from "../../src/domain/skill.ts";
import type { GraphDeps } from "../deps.ts";

/** The version of a skill that a run began with, even when its file has changed since. */
export function createSkillLoader({ skills, skillVersions }: Pick<GraphDeps, "skills" | "skillVersions">) {
  return async function loadSkill(tenantId: string, ref: SkillRef): Promise<CompiledSkill> {
    const current = skills.current().find(ref.id);
    if (current !== undefined && current.id === ref.id && current.hash === ref.hash) return current;
    const kept = await skillVersions.load(tenantId, ref);
    if (kept !== undefined) return kept;
    throw new AppError(
      "not_found",
      `The skill ${ref.id} is not loaded any more in the version this run began with.`,
    );
  };
}
