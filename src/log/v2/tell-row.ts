import { convertToProtocolEvent } from "@langchain/langgraph/stream";
import type { ThreadRow } from "../event-row.ts";
import { readNote } from "../row-note.ts";
import { toUpdatedNode, type SubgraphChange } from "../subgraph-lifecycle.ts";
import { compactMessages } from "./compact-messages.ts";
import type { Lane, TapeMethod } from "./tape-event.ts";

type Json = Record<string, unknown>;

/** Puts an event behind those that the row has rendered to so far. */
export type Emit = (lane: Lane, method: TapeMethod, ns: string, data: unknown, node?: string) => void;

// Each of these tells what one row says by itself. When nobody reads the channel the data is left out, the event is not:
// it keeps its number.

/** A state, right behind the checkpoint that holds it. */
export function tellValues(row: ThreadRow, isRead: boolean, emit: Emit): void {
  const { checkpoint } = readNote(row.note);
  if (checkpoint !== undefined) emit("said", "checkpoints", row.ns, checkpoint);
  const state: unknown = isRead ? JSON.parse(row.json) : null;
  emit("said", "values", row.ns, compactMessages(withoutInterrupts(state)));
}

/** One event for each node; the update of a node that is no object is told as its `value`. */
export function tellUpdates({ ns, json }: ThreadRow, isRead: boolean, emit: Emit): void {
  if (!isRead || toUpdatedNode(json) === null) return;
  for (const [node, update] of Object.entries(JSON.parse(json) as Json)) {
    if (node.startsWith("__")) continue;
    const isObject = typeof update === "object" && update !== null;
    emit("said", "updates", ns, isObject ? compactMessages(update) : { value: update }, node);
  }
}

export function tellTask({ ns, mode, json }: ThreadRow, isRead: boolean, emit: Emit): void {
  if (mode === "tasks") emit("said", "tasks", ns, isRead ? JSON.parse(json) : null);
}

/** In core's own words. */
export function tellConverted(
  { ns, json }: ThreadRow,
  mode: "tools" | "custom",
  isRead: boolean,
  emit: Emit,
): void {
  if (!isRead) return emit("said", mode, ns, null);
  const payload: unknown = JSON.parse(json);
  const [event] = convertToProtocolEvent({ namespace: [], mode, payload, seq: 0 });
  if (event !== undefined) emit("said", mode, ns, event.params.data);
}

export function tellSubgraph(
  { ns, status, graphName, toolCallId }: SubgraphChange,
  lane: Lane,
  emit: Emit,
): void {
  const isCaused = status === "started" && toolCallId !== undefined;
  emit(lane, "lifecycle", ns, {
    event: status,
    graph_name: graphName,
    ...(isCaused ? { cause: { type: "toolCall", tool_call_id: toolCallId } } : {}),
  });
}

function withoutInterrupts(state: unknown): unknown {
  if (typeof state !== "object" || state === null || !("__interrupt__" in state)) return state;
  const { __interrupt__: _, ...rest } = state;
  return rest;
}
