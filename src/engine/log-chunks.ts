import type { LogMode } from "../domain/event.ts";
import type { StreamMode } from "../domain/run.ts";
import { writeNote, type CheckpointEnvelope } from "../log/row-note.ts";
import { toWireJson } from "../log/wire.ts";
import type { LogWriter } from "../log/writer.ts";
import { EventTooLargeError } from "./event-too-large.ts";
import type { Chunk } from "./graph-chunks.ts";
import { createNamespaces } from "./namespaces.ts";
import { toShownPayload } from "./shown-payload.ts";

/** What became of a chunk: its JSON text if it was written as it came, and what is to be awaited. */
type Logged = { json: string | null; room: Promise<void> | void };

export type ChunkLog = (chunk: Chunk) => Logged;

/** JSON text, and what it ends with when that is the same for many. */
type Written = { json: string; shared?: string };

const NOT_WRITTEN: Logged = { json: null, room: undefined };

/** Of JSON text; what is larger would stand in the way of everybody who reads the log. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/**
 * Puts what a graph emits into the log. The graph emits more than every run keeps: tasks and checkpoints only on request,
 * and of both, always, what readers of the tape cannot do without, as notes beside other rows. Throws
 * `EventTooLargeError`.
 */
export function createChunkLog(writer: LogWriter, requested: readonly StreamMode[]): ChunkLog {
  const toMessageJson = createMessageWriter();
  const namespaces = createNamespaces();
  const envelopes = new Map<string, CheckpointEnvelope>();

  function write(ns: string, mode: LogMode, payload: unknown): Logged {
    const { json, shared }: Written =
      mode === "messages" ? toMessageJson(payload) : { json: toWireJson(toShownPayload(mode, payload)) };
    if (json.length > MOST_CHARACTERS) throw new EventTooLargeError(mode, json.length, MOST_CHARACTERS);
    const checkpoint = mode === "values" ? takeEnvelope(ns) : undefined;
    const calls = namespaces.enter(ns);
    const note = writeNote({
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(calls === null ? {} : { tool_calls: calls }),
    });
    return { json, room: writer.append(ns, mode, json, note, shared) };
  }
  function takeEnvelope(ns: string): CheckpointEnvelope | undefined {
    const envelope = envelopes.get(ns);
    envelopes.delete(ns);
    return envelope;
  }
  function writeTask(ns: string, payload: unknown): Logged {
    const ended = namespaces.noteTask(ns, payload);
    if (requested.includes("tasks")) return write(ns, "tasks", payload);
    return ended === null ? NOT_WRITTEN : write(ns, "task", ended);
  }
  /** `debug` holds what `checkpoints` would, which the graph is never asked for: it would leave out the light form. */
  function writeDebug(ns: string, payload: unknown): Logged {
    const checkpoint = toCheckpoint(payload);
    const first =
      checkpoint !== undefined && requested.includes("checkpoints")
        ? write(ns, "checkpoints", checkpoint)
        : NOT_WRITTEN;
    return requested.includes("debug") ? write(ns, "debug", payload) : first;
  }

  return function logChunk([namespace, mode, payload]) {
    const ns = namespace.join("|");
    switch (mode) {
      case "checkpoints":
        if (isEnvelope(payload)) envelopes.set(ns, payload);
        return NOT_WRITTEN;
      case "tasks":
        return writeTask(ns, payload);
      case "debug":
        return writeDebug(ns, payload);
      default:
        return write(ns, mode, payload);
    }
  };
}

/** The metadata of a message stands beside each of its pieces, as one and the same object: it is written once. */
function createMessageWriter(): (payload: unknown) => Written {
  const known = new WeakMap<object, string>();
  return function toMessageJson(payload) {
    const [piece, metadata]: unknown[] = Array.isArray(payload) ? payload : [payload];
    if (typeof metadata !== "object" || metadata === null) return { json: toWireJson(payload) };
    const shared = known.get(metadata) ?? toWireJson(metadata);
    known.set(metadata, shared);
    return { json: `[${toWireJson(piece)},${shared}]`, shared };
  };
}

function toCheckpoint(payload: unknown): unknown {
  const isCheckpoint =
    typeof payload === "object" && payload !== null && "type" in payload && payload.type === "checkpoint";
  return isCheckpoint && "payload" in payload ? payload.payload : undefined;
}

function isEnvelope(payload: unknown): payload is CheckpointEnvelope {
  return (
    typeof payload === "object" &&
    payload !== null &&
    "id" in payload &&
    typeof payload.id === "string" &&
    !("values" in payload)
  );
}
