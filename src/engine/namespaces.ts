import { joinNs, toPlace } from "../log/subgraph-lifecycle.ts";

type EndedTask = { id: string; name: string };

/** The namespaces that a run has entered, and what readers cannot conclude from its other rows about them. */
export type Namespaces = {
  /** The tool calls that led to a namespace, by task id, when it is entered for the first time; null when there are none. */
  enter(ns: string): Record<string, string> | null;
  /**
   * A task begins or ends. Answers the end of one whose node is run more than once side by side: the update that it
   * wrote does not say which of them it was.
   */
  noteTask(ns: string, payload: unknown): EndedTask | null;
};

export function createNamespaces(): Namespaces {
  const entered = new Set<string>();
  const callOfTask = new Map<string, string>();
  /** Open namespaces of one node, by the node's own name and place. */
  const open = new Map<string, Set<string>>();

  function enterOne(ns: string): void {
    entered.add(ns);
    const { parent, node } = toPlace(ns);
    const key = joinNs(parent, node);
    open.set(key, (open.get(key) ?? new Set()).add(ns));
  }

  return {
    enter(ns) {
      if (ns === "" || entered.has(ns)) return null;
      const calls: Record<string, string> = {};
      for (let prefix = ns; prefix !== "" && !entered.has(prefix); prefix = toPlace(prefix).parent) {
        enterOne(prefix);
        const { task } = toPlace(prefix);
        const call = callOfTask.get(task);
        if (call !== undefined) calls[task] = call;
      }
      return Object.keys(calls).length === 0 ? null : calls;
    },
    noteTask(ns, payload) {
      if (!isTask(payload)) return null;
      if (!("result" in payload)) {
        const call = toToolCallId(payload.input);
        if (call !== null) callOfTask.set(payload.id, call);
        return null;
      }
      callOfTask.delete(payload.id);
      if (payload.interrupts !== undefined && payload.interrupts.length > 0) return null;
      const siblings = open.get(joinNs(ns, payload.name));
      const isAmbiguous = (siblings?.size ?? 0) > 1;
      const wasOpen = siblings?.delete(joinNs(ns, `${payload.name}:${payload.id}`)) === true;
      return wasOpen && isAmbiguous ? { id: payload.id, name: payload.name } : null;
    },
  };
}

type Task = { id: string; name: string; input?: unknown; result?: unknown; interrupts?: readonly unknown[] };

function isTask(payload: unknown): payload is Task {
  if (typeof payload !== "object" || payload === null || !("id" in payload) || !("name" in payload))
    return false;
  return typeof payload.id === "string" && typeof payload.name === "string";
}

/** Nodes that run tools are given one call each: beside the state, or as the input itself. */
function toToolCallId(input: unknown): string | null {
  if (typeof input !== "object" || input === null) return null;
  if (Array.isArray(input)) return input.map(toId).find((id) => id !== null) ?? null;
  if ("lg_tool_call" in input) return toId(input.lg_tool_call);
  return "tool_call" in input ? toId(input.tool_call) : null;
}

function toId(call: unknown): string | null {
  return typeof call === "object" && call !== null && "id" in call && typeof call.id === "string"
    ? call.id
    : null;
}
