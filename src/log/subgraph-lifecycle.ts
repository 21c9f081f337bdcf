import type { LogMode } from "../domain/event.ts";
import type { EventRow } from "./event-row.ts";
import { readNote } from "./row-note.ts";

export type SubgraphStatus = "started" | "completed" | "failed" | "interrupted";

/** Something that happened to a namespace below the root. */
export type SubgraphChange = {
  /** Segments joined with `|`. */
  ns: string;
  status: SubgraphStatus;
  /** The node that runs it. */
  graphName: string;
  /** The tool call that led to it, when it is known. */
  toolCallId?: string;
};

type Row = Pick<EventRow, "ns" | "mode" | "json" | "note">;

/**
 * What a run's rows say about the graphs inside its graph. Feed it the rows of one run from the first on; what it
 * answers happened before the row itself.
 */
export type SubgraphLifecycle = {
  note(row: Row): SubgraphChange[];
  /** The run is over: so is all that was still under way. */
  close(status: Exclude<SubgraphStatus, "started">): SubgraphChange[];
};

/** Whoever starts more than this in one run is not told of the rest. */
const MOST_NAMESPACES = 20_000;

type Known = { ns: string; parent: string; node: string; task: string; open: boolean; toolCallId?: string };

/**
 * The rule of LangGraph's own lifecycle events: a namespace begins with its first row, and it is over when its parent
 * says that the task is, or that its node has written an update; either is told before the next row, so that the update
 * comes first. `counts` says which rows make a namespace one that is told of.
 */
export function createSubgraphLifecycle(counts: (mode: LogMode) => boolean): SubgraphLifecycle {
  const known = new Map<string, Known>();
  const ending = new Map<string, "by-node" | "by-task">();

  function start({ ns, note }: Row): SubgraphChange[] {
    if (ns === "" || known.has(ns) || known.size >= MOST_NAMESPACES) return [];
    const calls = readNote(note).tool_calls ?? {};
    return toPrefixes(ns)
      .filter((prefix) => !known.has(prefix))
      .map((prefix) => {
        const place = toPlace(prefix);
        const toolCallId = calls[place.task];
        const entry = { ...place, open: true, ...(toolCallId === undefined ? {} : { toolCallId }) };
        known.set(prefix, entry);
        return toChange(entry, "started");
      });
  }
  function end(ns: string, status: Exclude<SubgraphStatus, "started">): SubgraphChange[] {
    const entry = known.get(ns);
    if (entry?.open !== true) return [];
    entry.open = false;
    return [toChange(entry, status)];
  }
  function endPending(status: Exclude<SubgraphStatus, "started">): SubgraphChange[] {
    const changes = [...ending.keys()].flatMap((ns) => end(ns, status));
    ending.clear();
    return changes;
  }
  /** The update said which node, the task says which of those that ran it. */
  function forgetGuess(parent: string, node: string): void {
    for (const [ns, by] of ending) {
      const entry = known.get(ns);
      if (by === "by-node" && entry?.parent === parent && entry.node === node) ending.delete(ns);
    }
  }
  function expectEnd(ns: string | undefined, by: "by-node" | "by-task"): void {
    if (ns !== undefined && known.get(ns)?.open === true) ending.set(ns, by);
  }
  function findOpen(parent: string, node: string): string | undefined {
    for (const entry of known.values()) {
      if (entry.open && entry.parent === parent && entry.node === node && !ending.has(entry.ns))
        return entry.ns;
    }
    return undefined;
  }

  return {
    note(row) {
      const task = row.mode === "tasks" || row.mode === "task" ? toFinishedTask(row.json) : null;
      if (task !== null) forgetGuess(row.ns, task.name);
      // Whose end was only about to be told when the run failed is what failed.
      const changes = endPending(row.mode === "error" ? "failed" : "completed");
      if (counts(row.mode)) changes.push(...start(row));
      if (task !== null) expectEnd(joinNs(row.ns, `${task.name}:${task.id}`), "by-task");
      if (row.mode === "updates") {
        const node = toUpdatedNode(row.json);
        if (node !== null) expectEnd(findOpen(row.ns, node), "by-node");
      }
      return changes;
    },
    close(status) {
      const changes = endPending("completed");
      for (const { ns } of known.values()) changes.push(...end(ns, status));
      return changes;
    },
  };
}

const TASK_RESULT = /^\{"id":"([^"]*)","name":("(?:[^"\\]|\\.)*")(?:,"result":|\})/;

/** A task that is over and asks nothing; the text may be cut in its middle. */
export function toFinishedTask(json: string): { id: string; name: string } | null {
  const [, id, name] = TASK_RESULT.exec(json) ?? [];
  if (id === undefined || name === undefined) return null;
  if (json.includes('"result":') && !json.endsWith('"interrupts":[]}')) return null;
  return { id, name: String(JSON.parse(name)) };
}

const FIRST_KEY = /^\{("(?:[^"\\]|\\.)*"):/;

/** The node that wrote an update; null for what is not one. The text may be cut behind its first key. */
export function toUpdatedNode(json: string): string | null {
  const [, key] = FIRST_KEY.exec(json) ?? [];
  if (key === undefined) return null;
  const node = String(JSON.parse(key));
  return node.startsWith("__") ? null : node;
}

export function joinNs(parent: string, segment: string): string {
  return parent === "" ? segment : `${parent}|${segment}`;
}

/** "a:1|b:2" lies below "a:1"; the node is what stands before the colon. */
export function toPlace(ns: string): { ns: string; parent: string; node: string; task: string } {
  const cut = ns.lastIndexOf("|");
  const segment = ns.slice(cut + 1);
  const colon = segment.indexOf(":");
  return {
    ns,
    parent: ns.slice(0, Math.max(cut, 0)),
    node: colon === -1 ? segment : segment.slice(0, colon),
    task: colon === -1 ? "" : segment.slice(colon + 1),
  };
}

function toPrefixes(ns: string): string[] {
  const segments = ns.split("|");
  return segments.map((_, index) => segments.slice(0, index + 1).join("|"));
}

function toChange({ ns, node, toolCallId }: Known, status: SubgraphStatus): SubgraphChange {
  return { ns, status, graphName: node, ...(toolCallId === undefined ? {} : { toolCallId }) };
}
