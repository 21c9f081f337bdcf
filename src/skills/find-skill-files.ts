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

export type Unreadable = { path: string; id: string; code: "link_outside" | "file_unreadable" | "source_missing" };
export type FoundFiles = { files: SkillFile[]; unreadable: Unreadable[] };

const SKIPPED = new Set(["node_modules", ".git"]);
const SKILL_FILE = /^skill\.md$/i;

type Walk = { root: string; realRoot: string; links: string[]; seen: Set<string>; found: FoundFiles };

/** Every SKILL.md below the sources, in a stable order: by source, then by path. Links are followed inside a source only. */
export async function findSkillFiles(sources: string[]): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], unreadable: [] };
  const seen = new Set<string>();
  for (const source of sources) {
    const root = path.resolve(source);
    try {
      const walk: Walk = { root, realRoot: await realpath(root), links: [], seen, found };
      await walkFolder(root, walk);
      // Links come last, so that a folder has the id of its own place and not that of a link to it.
      for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) {
        await visit(link, walk, followLink);
      }
    } catch {
      found.unreadable.push({ path: root, id: toIdPart(path.basename(root)), code: "source_missing" });
    }
  }
  return found;
}

async function walkFolder(folder: string, walk: Walk): Promise<void> {
  const real = await realpath(folder);
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    if (SKIPPED.has(entry.name)) continue;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) await visit(place, walk, walkFolder);
    else if (entry.isSymbolicLink()) walk.links.push(place);
    else if (entry.isFile() && SKILL_FILE.test(entry.name)) await visit(place, walk, addFile);
  }
}

/** What is deleted while it is looked at is simply not there; what stays closed is reported. */
async function visit(place: string, walk: Walk, look: (place: string, walk: Walk) => Promise<void>): Promise<void> {
  try {
    await look(place, walk);
  } catch {
    if (await isThere(place)) report(place, "file_unreadable", walk);
  }
}

async function followLink(place: string, walk: Walk): Promise<void> {
  const target = await realpath(place);
  const isSkillFile = SKILL_FILE.test(path.basename(place));
  const isFolder = (await stat(target)).isDirectory();
  if (!isFolder && !isSkillFile) return;
  if (target !== walk.realRoot && !target.startsWith(walk.realRoot + path.sep)) report(place, "link_outside", walk);
  else if (isFolder) await walkFolder(place, walk);
  else await addFile(place, walk);
}

async function addFile(place: string, walk: Walk): Promise<void> {
  const { mtimeMs, ctimeMs, size, ino } = await stat(place);
  walk.found.files.push({ path: place, id: toPlaceId(place, walk), stamp: `${mtimeMs}:${ctimeMs}:${size}:${ino}`, bytes: size });
}

function report(place: string, code: Unreadable["code"], walk: Walk): void {
  walk.found.unreadable.push({ path: place, id: toPlaceId(path.join(place, "SKILL.md"), walk), code });
}

/** A leaf folder that is itself the source has its own name as id. */
function toPlaceId(file: string, walk: Walk): string {
  const below = path.relative(walk.root, path.dirname(file));
  return toSkillId(below === "" ? [path.basename(walk.root)] : below.split(path.sep)) || "skill";
}

async function isThere(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
