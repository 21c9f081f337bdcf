import { AppError } from "../domain/errors.ts";
import type { CompiledSkill, SkillRef } from "../domain/skill.ts";
import type { Database } from "../db/database.ts";
import type { ToolNames } from "./allowed-tools.ts";
import { compileSkill } from "./compile-skill.ts";

export type SkillVersions = {
  /** Keeps the text of a skill at its first use; the same version again changes nothing. */
  keep(tenantId: string, skill: CompiledSkill): Promise<void>;
  /** The version that a run began with, compiled from its kept text; undefined when it was never kept. */
  load(tenantId: string, ref: SkillRef): Promise<CompiledSkill | undefined>;
};

// Which tools are installed is said when a file is loaded, not when an old version is taken up again.
const NO_TOOL_NOTES: ToolNames = { isToolInstalled: () => true, isToolPublished: () => true };

export function createSkillVersions({ db }: { db: Pick<Database, "run"> }): SkillVersions {
  return {
    async keep(tenantId, skill) {
      await db.run(
        tenantId,
        `insert into skill_versions (tenant_id, skill_id, hash, source, path)
         values (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4)
         on conflict (tenant_id, skill_id, hash) do nothing`,
        [skill.id, skill.hash, skill.source, skill.path],
      );
    },
    async load(tenantId, ref) {
      const [row] = await db.run<{ source: string; path: string }>(
        tenantId,
        `select source, path from skill_versions
         where tenant_id = current_setting('app.tenant_id')::uuid and skill_id = $1 and hash = $2`,
        [ref.id, ref.hash],
      );
      if (row === undefined) return undefined;
      const outcome = compileSkill({ ...row, id: ref.id, ...NO_TOOL_NOTES });
      if (outcome.ok) return outcome.skill;
      throw new AppError("skill_invalid", `The kept version of ${ref.id} can no longer be compiled`, {
        fix: "Start a new run; it uses the current version of the skill",
        errors: outcome.problems.map(({ line, message }) => ({ path: `${row.path}:${line}`, message })),
      });
    },
  };
}
