import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { toIdPart, toSkillId } from "./skill-id.ts";

export type SkillFile = {
  /** Absolute path of the file. */
  path: string;
  /** The id that its place gives it; two files can have the same. */
  id: string;
  /** Changes whenever the file does. */
  stamp: string;
  bytes: number;
};

export type Unreadable = {
  path: string;
  id: string;
  code: "link_outside" | "file_unreadable" | "source_missing";
};
export type FoundFiles = { files: SkillFile[]; unreadable: Unreadable[] };

const SKIPPED = new Set(["node_modules", ".git"]);
const SKILL_FILE = /^skill\.md$/i;

/** A folder by the path that leads to it and by the one it really has. */
type Folder = { path: string; real: string };
type Walk = { root: Folder; seen: Set<string>; found: FoundFiles; links: string[] };

/** Every SKILL.md below the sources, by source and then by path. Links are followed inside a source only. */
export async function findSkillFiles(sources: string[]): Promise<FoundFiles> {
  const all: FoundFiles = { files: [], unreadable: [] };
  const seen = new Set<string>();
  for (const source of sources) {
    const found = await findInSource(path.resolve(source), seen);
    all.files.push(...found.files.toSorted(byPath));
    all.unreadable.push(...found.unreadable.toSorted(byPath));
  }
  return all;
}

async function findInSource(place: string, seen: Set<string>): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], unreadable: [] };
  try {
    const root = { path: place, real: await realpath(place) };
    const walk: Walk = { root, seen, found, links: [] };
    await walkFolder(root, walk);
    // Links come last, so that a folder has the id of its own place and not that of a link to it.
    while (walk.links.length > 0) {
      const links = walk.links.splice(0).toSorted();
      for (const link of links) await visit(link, walk, () => followLink(link, walk));
    }
  } catch {
    found.unreadable.push({ path: place, id: toIdPart(path.basename(place)), code: "source_missing" });
  }
  return found;
}

async function walkFolder(folder: Folder, walk: Walk): Promise<void> {
  if (walk.seen.has(folder.real)) return;
  walk.seen.add(folder.real);
  const entries = await readdir(folder.path, { withFileTypes: true });
  const visits = entries.map(async (entry) => {
    if (SKIPPED.has(entry.name)) return;
    const place = path.join(folder.path, entry.name);
    if (entry.isDirectory()) {
      const inner = { path: place, real: path.join(folder.real, entry.name) };
      await visit(place, walk, () => walkFolder(inner, walk));
    } else if (entry.isSymbolicLink()) walk.links.push(place);
    else if (entry.isFile() && SKILL_FILE.test(entry.name))
      await visit(place, walk, () => addFile(place, walk));
  });
  await Promise.all(visits);
}

/** What is deleted while it is looked at is simply not there; what stays closed is reported. */
async function visit(place: string, walk: Walk, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch {
    if (await isThere(place)) report(place, "file_unreadable", walk);
  }
}

async function followLink(place: string, walk: Walk): Promise<void> {
  const real = await realpath(place);
  const isFolder = (await stat(real)).isDirectory();
  if (!isFolder && !SKILL_FILE.test(path.basename(place))) return;
  const root = walk.root.real;
  if (real !== root && !real.startsWith(root + path.sep)) report(place, "link_outside", walk);
  else if (isFolder) await walkFolder({ path: place, real }, walk);
  else await addFile(place, walk);
}

async function addFile(place: string, walk: Walk): Promise<void> {
  const { mtimeMs, ctimeMs, size, ino } = await stat(place);
  const stamp = `${mtimeMs}:${ctimeMs}:${size}:${ino}`;
  walk.found.files.push({ path: place, id: toPlaceId(place, walk), stamp, bytes: size });
}

function report(place: string, code: Unreadable["code"], walk: Walk): void {
  const file = SKILL_FILE.test(path.basename(place)) ? place : path.join(place, "SKILL.md");
  walk.found.unreadable.push({ path: place, id: toPlaceId(file, walk), code });
}

/** A leaf folder that is itself the source has its own name as id. */
function toPlaceId(file: string, walk: Walk): string {
  const below = path.relative(walk.root.path, path.dirname(file));
  return toSkillId(below === "" ? [path.basename(walk.root.path)] : below.split(path.sep)) || "skill";
}

function byPath(left: { path: string }, right: { path: string }): number {
  return left.path < right.path ? -1 : 1;
}

async function isThere(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
