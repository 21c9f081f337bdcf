import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../domain/errors.ts";

/**
 * Packages whose classes a graph and the engine both hold in their hands: a `Send`, a message or a checkpoint of
 * another copy is not one of ours. A project therefore gets ours, whatever lies in its node_modules.
 */
const SHARED_PACKAGES = [
  "@langchain/core",
  "@langchain/langgraph",
  "@langchain/langgraph-checkpoint",
] as const;
/** Works beside ours; taken from us only when the project has none. */
const LENT_PACKAGES = ["@langchain/langgraph-sdk"] as const;

export type Copies = {
  /** Names that resolve to our copy. */
  ours: string[];
  /** What a person may want to know, one sentence each. */
  notes: { level: "info" | "warn"; text: string }[];
};

type Find = (name: string) => string | null;

/**
 * Decides for a project which packages it gets from us. Throws `config_invalid` when it was written for a later major
 * version than ours; an earlier one is tried, because version 1 kept what there was before.
 */
export function decideCopies(projectFolder: string, ownFolder: string): Copies {
  const theirs: Find = (name) => findVersion(projectFolder, name);
  const ours: Find = (name) => findVersion(ownFolder, name);
  const copies: Copies = { ours: [], notes: [] };
  for (const name of SHARED_PACKAGES) decideShared(copies, name, theirs(name), ours(name));
  for (const name of LENT_PACKAGES) if (theirs(name) === null) copies.ours.push(name);
  return copies;
}

function decideShared(copies: Copies, name: string, theirs: string | null, ours: string | null): void {
  copies.ours.push(name);
  if (theirs === null || ours === null || theirs === ours) return;
  const [their, own] = [toNumbers(theirs), toNumbers(ours)];
  if (their[0] > own[0]) {
    throw new AppError("config_invalid", `The project has ${name} ${theirs}; this service runs ${ours}`, {
      fix: `Bring the project to version ${own[0]}: npm install ${name}@^${own[0]}.`,
    });
  }
  const isNewer = their[0] === own[0] && (their[1] > own[1] || (their[1] === own[1] && their[2] > own[2]));
  const remark = isNewer ? ", which is newer" : their[0] < own[0] ? ", for which it was written" : "";
  copies.notes.push({
    level: remark === "" ? "info" : "warn",
    text: `${name} ${ours} of this service takes the place of the project's ${theirs}${remark}`,
  });
}

function toNumbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version
    .split(/[.\-+]/)
    .map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
}

/** The version in the nearest node_modules, as Node looks for it; null without one. */
function findVersion(folder: string, name: string): string | null {
  try {
    const manifest: unknown = JSON.parse(
      readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"),
    );
    return typeof manifest === "object" && manifest !== null && "version" in manifest
      ? String(manifest.version)
      : null;
  } catch {
    const above = dirname(folder);
    return above === folder ? null : findVersion(above, name);
  }
}
