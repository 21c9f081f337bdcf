import type { AnyGraph } from "../domain/ports.ts";

/**
 * The compiled graph behind an export: itself, what a builder compiles to, or what an agent wraps; null when it is
 * none. Told by what it can do, because a project may bring classes of its own.
 */
export function toCompiled(value: unknown): AnyGraph | null {
  if (typeof value !== "object" || value === null) return null;
  if ("graph" in value && isCompiled(value.graph)) return withoutOwnKeeping(value.graph);
  if (isCompiled(value)) return withoutOwnKeeping(value);
  return "compile" in value && typeof value.compile === "function" ? toCompiled(value.compile()) : null;
}

const NEEDED = ["stream", "getState", "getStateHistory", "updateState", "getGraphAsync"];

function isCompiled(value: unknown): value is AnyGraph {
  if (typeof value !== "object" || value === null) return false;
  const graph: Record<string, unknown> = Object(value);
  return NEEDED.every((name) => typeof graph[name] === "function");
}

/**
 * A checkpointer or store that the graph was compiled with gives way to ours, which each invocation brings along; the
 * graph itself is not changed, since others may use it as a part of theirs.
 */
function withoutOwnKeeping(graph: AnyGraph): AnyGraph {
  const keeps = "checkpointer" in graph && graph.checkpointer !== undefined;
  const stores = "store" in graph && graph.store !== undefined;
  if (!keeps && !stores) return graph;
  return Object.create(graph, {
    ...(keeps ? { checkpointer: { value: undefined, writable: true } } : {}),
    ...(stores ? { store: { value: undefined, writable: true } } : {}),
  });
}

/** What it is instead, for an error message. */
export function toDescribed(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return value === undefined ? "undefined" : `a ${typeof value}`;
  const { name } = value.constructor ?? {};
  return name && name !== "Object" ? `an instance of ${name}` : "an object";
}
