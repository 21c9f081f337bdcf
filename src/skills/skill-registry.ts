import { setTimeout as wait } from "node:timers/promises";
import type { SkillSet } from "../domain/skill.ts";
import type { ToolNames } from "./allowed-tools.ts";
import { findSkillFiles, type FoundFiles } from "./find-skill-files.ts";
import { toRegistryState, type SkillReport } from "./registry-state.ts";
import { loadFiles, type LoadedFile } from "./skill-loader.ts";

export type SkillRegistry = {
  /** The set as of now. It never changes; a save replaces it as a whole. */
  current(): SkillSet;
  report(): SkillReport;
  /** Looks at the folders at once instead of waiting for the next look. */
  refresh(): Promise<void>;
  close(): Promise<void>;
};

export type SkillLog = {
  info(details: Record<string, unknown>, message: string): void;
  warn(details: Record<string, unknown>, message: string): void;
};

export type SkillRegistryDeps = ToolNames & {
  /** Folders; an earlier one wins an id that two of them give. */
  sources: string[];
  log: SkillLog;
  onChange?: (set: SkillSet, report: SkillReport) => void;
  /** False for a command that looks once. */
  watch?: boolean;
};

const LOOK_EVERY_MS = 400;
/** Looking takes at most this share of the time, however many files there are. */
const LOOK_SHARE = 0.1;
/** An editor writes in several steps; a file counts once it has been still for so long. */
const SETTLE_MS = 60;
const MOST_SETTLE_LOOKS = 5;

/**
 * The loaded skills. Folders are looked at by time stamps, which sees new folders and works on every file system;
 * the timer never keeps a process alive.
 */
export async function createSkillRegistry(deps: SkillRegistryDeps): Promise<SkillRegistry> {
  let files: ReadonlyMap<string, LoadedFile> = new Map();
  let state = toRegistryState(0, []);
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let lookMs = 0;

  async function look(): Promise<void> {
    const isFirst = state.set.version === 0;
    const begun = performance.now();
    const seen = await findSkillFiles(deps.sources);
    lookMs = performance.now() - begun;
    if (!isFirst && !hasChanged(seen, (path) => files.get(path)?.stamp, files.size)) return;
    files = await loadFiles(isFirst ? seen : await settle(seen, deps.sources), files, deps);
    const before = state;
    state = toRegistryState(before.set.version + 1, [...files.values()]);
    logChanges(before.report, state.report, deps.log);
    if (!isFirst) deps.onChange?.(state.set, state.report);
  }

  /** One look at a time; a failed one does not stop the next. */
  function queueLook(): Promise<void> {
    looking = looking.then(look, look);
    return looking;
  }

  function schedule(): void {
    if (isClosed || deps.watch === false) return;
    timer = setTimeout(() => void lookAndSchedule(), Math.max(LOOK_EVERY_MS, lookMs / LOOK_SHARE));
    timer.unref();
  }

  async function lookAndSchedule(): Promise<void> {
    try {
      await queueLook();
    } catch (error) {
      deps.log.warn({ error }, "the skill folders could not be looked at");
    } finally {
      schedule();
    }
  }

  await queueLook();
  schedule();
  return {
    current: () => state.set,
    report: () => state.report,
    refresh: queueLook,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking.catch(() => undefined);
    },
  };
}

/** Waits until nothing has been written for a moment, so that half a file is not taken for a broken one. */
async function settle(first: FoundFiles, sources: string[]): Promise<FoundFiles> {
  let found = first;
  for (let looks = 0; looks < MOST_SETTLE_LOOKS; looks++) {
    await wait(SETTLE_MS);
    const next = await findSkillFiles(sources);
    const last = new Map(listStamps(found));
    found = next;
    if (!hasChanged(next, (path) => last.get(path), last.size)) break;
  }
  return found;
}

function listStamps(found: FoundFiles): [path: string, stamp: string][] {
  return [
    ...found.files.map((file): [string, string] => [file.path, file.stamp]),
    ...found.unreadable.map((entry): [string, string] => [entry.path, entry.code]),
  ];
}

function hasChanged(found: FoundFiles, toStamp: (path: string) => string | undefined, size: number): boolean {
  const stamps = listStamps(found);
  return stamps.length !== size || stamps.some(([path, stamp]) => toStamp(path) !== stamp);
}

function logChanges(before: SkillReport, after: SkillReport, log: SkillLog): void {
  const known = new Map(before.map((entry) => [entry.path, entry]));
  for (const entry of after) {
    const last = known.get(entry.path);
    known.delete(entry.path);
    if (JSON.stringify(last) === JSON.stringify(entry)) continue;
    const details = {
      skill: entry.id,
      path: entry.path,
      problems: entry.problems.filter(({ severity }) => severity !== "note"),
    };
    if (entry.status === "refused")
      log.warn(
        details,
        entry.inUse === null ? "skill refused" : "skill refused, its last good version stays in use",
      );
    else if (entry.status === "warning") log.warn(details, "skill loaded with warnings");
    else if (before.length > 0)
      log.info({ skill: entry.id, path: entry.path }, last === undefined ? "skill added" : "skill reloaded");
  }
  for (const entry of known.values()) log.info({ skill: entry.id, path: entry.path }, "skill removed");
}
