import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import type { CompiledSkill, SkillProblem } from "../domain/skill.ts";
import type { ToolNames } from "./allowed-tools.ts";
import { compileSkill, LARGEST_FILE_BYTES, type CompileOutcome } from "./compile-skill.ts";
import type { FoundFiles, SkillFile, Unreadable } from "./find-skill-files.ts";
import type { Complaint } from "./problem-log.ts";

/** One file as it was last read. */
export type LoadedFile = {
  id: string;
  path: string;
  stamp: string;
  /** The version in use: what the file holds now, or what it held before a broken save. */
  skill: CompiledSkill | null;
  /** Why the file as it is now is refused; empty when it is in use. */
  refusal: SkillProblem[];
  /** Another file has the id that this one's place would give it. */
  duplicateOf: string | null;
};

/** Reads what is new or changed, keeps the rest as it was, and forgets what is gone. */
export async function loadFiles(
  found: FoundFiles,
  before: ReadonlyMap<string, LoadedFile>,
  tools: ToolNames,
): Promise<Map<string, LoadedFile>> {
  const after = new Map<string, LoadedFile>();
  const ids = toDistinctIds(found.files);
  for (const file of found.files) {
    const id = ids.get(file.path) ?? file.id;
    const last = before.get(file.path);
    const duplicateOf = id === file.id ? null : file.id;
    const isSame = last !== undefined && last.stamp === file.stamp && last.id === id;
    after.set(
      file.path,
      isSame ? { ...last, duplicateOf } : { ...(await loadFile(file, id, last, tools)), duplicateOf },
    );
  }
  for (const entry of found.unreadable) after.set(entry.path, toUnreadableFile(entry));
  return after;
}

async function loadFile(
  file: SkillFile,
  id: string,
  last: LoadedFile | undefined,
  tools: ToolNames,
): Promise<Omit<LoadedFile, "duplicateOf">> {
  const outcome = await compileFile(file, id, tools);
  const good = last?.id === id ? last.skill : null;
  const skill = outcome.ok ? outcome.skill : good;
  return { id, path: file.path, stamp: file.stamp, skill, refusal: outcome.ok ? [] : outcome.problems };
}

async function compileFile(file: SkillFile, id: string, tools: ToolNames): Promise<CompileOutcome> {
  if (file.bytes > LARGEST_FILE_BYTES) return refuse(COMPLAINTS.file_too_large);
  let bytes: Buffer;
  try {
    bytes = await readFile(file.path);
  } catch {
    return refuse(COMPLAINTS.file_unreadable);
  }
  if (!isUtf8(bytes)) return refuse(COMPLAINTS.file_not_text);
  return compileSkill({ source: bytes.toString("utf8"), path: file.path, id, ...tools });
}

/** The first file in order keeps the id of its place, the next ones get `-2`, `-3`, never one that a place gives. */
function toDistinctIds(files: SkillFile[]): Map<string, string> {
  const given = new Set(files.map((file) => file.id));
  const used = new Set<string>();
  const ids = new Map<string, string>();
  for (const file of files) {
    let id = file.id;
    for (let count = 2; used.has(id) || (id !== file.id && given.has(id)); count++)
      id = `${file.id}-${count}`;
    used.add(id);
    ids.set(file.path, id);
  }
  return ids;
}

const COMPLAINTS = {
  file_too_large: {
    code: "file_too_large",
    message: `The file has more than ${LARGEST_FILE_BYTES.toLocaleString("en")} bytes`,
    fix: "Move long material into files under references/",
  },
  file_not_text: { code: "file_not_text", message: "The file is not UTF-8 text", fix: "Save it as UTF-8" },
  file_unreadable: {
    code: "file_unreadable",
    message: "The file cannot be read",
    fix: "Give the service the right to read it",
  },
  link_outside: {
    code: "link_outside",
    message: "The link leads out of the skills folder",
    fix: "Copy the skill into the folder, or name its own folder as a source",
  },
  source_missing: {
    code: "source_missing",
    message: "There is no such folder of skills",
    fix: "Create it, or correct RAPTORFLOW_SKILLS",
  },
} satisfies Record<string, Complaint>;

function refuse(complaint: Complaint): { ok: false; problems: SkillProblem[] } {
  return { ok: false, problems: [{ severity: "error", line: 1, ...complaint }] };
}

function toUnreadableFile({ path, id, code }: Unreadable): LoadedFile {
  return {
    id,
    path,
    stamp: code,
    skill: null,
    refusal: refuse(COMPLAINTS[code]).problems,
    duplicateOf: null,
  };
}
