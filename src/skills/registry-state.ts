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
  const loaded = files.map((file) => ({ file, skill: toCompleteSkill(file, references) }));
  const report = loaded.map(({ file, skill }) => {
    const isRefused = file.refusal.length > 0;
    const problems = isRefused ? [...toDuplicate(file), ...file.refusal] : (skill?.problems ?? []);
    return { id: file.id, path: file.path, status: toStatus(problems), problems, inUse: skill?.hash ?? null };
  });
  return {
    set: createSkillSet(
      version,
      loaded.flatMap(({ skill }) => skill ?? []),
    ),
    report,
  };
}

/** The same object as before when there is nothing to add, so that what was computed for it can be used again. */
function toCompleteSkill(
  { skill, ...file }: LoadedFile,
  references: Map<string, SkillProblem[]>,
): CompiledSkill | null {
  const added = [...toDuplicate(file), ...(references.get(file.id) ?? [])];
  if (skill === null || added.length === 0) return skill;
  return {
    ...skill,
    problems: [...added, ...skill.problems].toSorted((left, right) => left.line - right.line),
  };
}

function toDuplicate(file: Pick<LoadedFile, "id" | "duplicateOf">): SkillProblem[] {
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
