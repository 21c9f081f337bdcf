import type { EventRow } from "../log/event-row.ts";

const ALWAYS = new Set(["metadata", "error", "end"]);

export type JoinFilter = {
  /** Whether a row of the log lies in the namespaces asked for. */
  admits(row: Pick<EventRow, "ns" | "mode">): boolean;
  /** Whether a frame has one of the modes asked for. */
  passes(event: string): boolean;
};

/** What a reader asked for (PROTOCOL 3.5); without filters all that the run was created with. */
export function toJoinFilter(modes: string[] | undefined, namespaces: string[] | undefined): JoinFilter {
  const names = modes === undefined || modes.length === 0 ? null : new Set(modes);
  const scopes = namespaces === undefined || namespaces.length === 0 ? null : new Set(namespaces);
  return {
    admits: (row) => scopes === null || ALWAYS.has(row.mode) || isInScope(scopes, row),
    passes: (event) => names === null || ALWAYS.has(event) || hasMode(names, event),
  };
}

/** Tokens carry the segment of the node that speaks, but belong to the graph that the node is part of. */
function isInScope(scopes: ReadonlySet<string>, { ns, mode }: Pick<EventRow, "ns" | "mode">): boolean {
  if (scopes.has(ns)) return true;
  return mode === "messages" && scopes.has(ns.slice(0, Math.max(ns.lastIndexOf("|"), 0)));
}

function hasMode(modes: ReadonlySet<string>, event: string): boolean {
  const [name = event] = event.split("|", 1);
  if (name === "messages") return modes.has("messages-tuple");
  if (name.startsWith("messages/")) return modes.has("messages");
  return modes.has(name);
}
