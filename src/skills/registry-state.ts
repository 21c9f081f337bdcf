import type { CompiledSkill, SkillProblem, SkillSet } from "../domain/skill.ts";
import type { LoadedFile } from "./skill-loader.ts";
import { checkReferences, createSkillSet } from "./skill-set.ts";

export type SkillStatus = "ok" | "warning" | "refused";
export type SkillReport = {
  id: string;
  path: string;
  status: SkillStatus;
  problems: SkillProblem[];
  /** Hash of the version that requests get: the last good one when the file as it stands is refused. */
  inUse: string | null;
}[];

export type RegistryState = { set: SkillSet; report: SkillReport };

/** The set that requests get, and a line for every file that was found, whatever became of it. */
export function toRegistryState(version: number, files: LoadedFile[]): RegistryState {
  const skills = files.flatMap((file) => (file.skill === null ? [] : [file.skill]));
  const references = checkReferences(skills);
  const complete = new Map<string, CompiledSkill>();
  for (const file of files) {
    if (file.skill === null) continue;
    const problems = [...toDuplicate(file), ...file.skill.problems, ...(references.get(file.id) ?? [])];
    complete.set(file.id, { ...file.skill, problems });
  }
  const report = files.map((file) => {
    const skill = complete.get(file.id) ?? null;
    const problems =
      file.refusal.length > 0 ? [...toDuplicate(file), ...file.refusal] : (skill?.problems ?? []);
    return { id: file.id, path: file.path, status: toStatus(problems), problems, inUse: skill?.hash ?? null };
  });
  return { set: createSkillSet(version, [...complete.values()]), report };
}

function toDuplicate(file: LoadedFile): SkillProblem[] {
  if (file.duplicateOf === null) return [];
  const message = `Another file comes first under the id ${file.duplicateOf}, so this one is ${file.id}`;
  return [
    { severity: "warning", code: "duplicate_id", line: 1, message, fix: "Rename one of the two folders" },
  ];
}

function toStatus(problems: SkillProblem[]): SkillStatus {
  if (problems.some((problem) => problem.severity === "error")) return "refused";
  return problems.some((problem) => problem.severity === "warning") ? "warning" : "ok";
}
