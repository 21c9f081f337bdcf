import type { LogMode } from "../domain/event.ts";
import type { StreamMode } from "../domain/run.ts";
import type { EventRow, RawFrame } from "./event-row.ts";
import { createMessageFrames } from "./message-frames.ts";
import { readRunEnd } from "./run-end.ts";
import { createSubgraphLifecycle, type SubgraphChange } from "./subgraph-lifecycle.ts";

/** How a run asked for its stream; stored with it, since a reconnecting client does not say it again. */
export type StreamRequest = { modes: readonly StreamMode[]; subgraphs: boolean };

export type UnnumberedFrame = { event: string; json: string };
type Row = Pick<EventRow, "ns" | "mode" | "json" | "note">;

/**
 * Renders the log's events of one run to legacy frames (PROTOCOL 3.3, 3.4). The writer renders too, to know how many
 * ids an event takes, so every reader numbers the frames alike. Feed it a run's events from the first on.
 */
export type LegacyRenderer = {
  render(row: Row): readonly UnnumberedFrame[];
};

const NOTHING: readonly UnnumberedFrame[] = [];

export function createLegacyRenderer(request: StreamRequest): LegacyRenderer {
  const frames = createFrames(request);
  if (!request.modes.includes("lifecycle")) return frames;
  const lifecycle = createSubgraphLifecycle(isOfGraph);
  return {
    render(row) {
      const changes = lifecycle.note(row);
      if (row.mode === "end") changes.push(...lifecycle.close(readRunEnd(row).ended));
      return changes.length === 0
        ? frames.render(row)
        : [...changes.map(toLifecycleFrame), ...frames.render(row)];
    },
  };
}

/** What a graph says of itself; tokens and tools carry the namespace of a node, which is no graph. */
function isOfGraph(mode: LogMode): boolean {
  return mode !== "messages" && mode !== "tools";
}

function toLifecycleFrame({ ns, status, toolCallId }: SubgraphChange): UnnumberedFrame {
  const call = toolCallId === undefined ? {} : { tool_call_id: toolCallId };
  return {
    event: `lifecycle|${ns}`,
    json: JSON.stringify({ event: status, namespace: ns.split("|"), ...call }),
  };
}

function createFrames({ modes, subgraphs }: StreamRequest): LegacyRenderer {
  const wanted = new Set<string>(modes);
  const messageFrames = wanted.has("messages") ? createMessageFrames({ subgraphs }) : null;
  const named = (name: string, ns: string): string => (subgraphs && ns !== "" ? `${name}|${ns}` : name);
  /** These come from subgraphs whether or not they were asked for; everything else only on request. */
  const everywhere = (name: string, { ns, json }: { ns: string; json: string }) => [
    { event: named(name, ns), json },
  ];
  const scoped = (name: string, { ns, json }: { ns: string; json: string }) =>
    ns === "" || subgraphs ? [{ event: named(name, ns), json }] : NOTHING;

  return {
    render(row) {
      switch (row.mode) {
        case "messages": {
          const tuple = wanted.has("messages-tuple") ? everywhere("messages", row) : NOTHING;
          return messageFrames === null ? tuple : [...tuple, ...messageFrames.onMessage(row)];
        }
        case "values": {
          const values = wanted.has("values") ? scoped("values", row) : NOTHING;
          return messageFrames === null || row.ns !== ""
            ? values
            : [...values, ...messageFrames.onValues(row)];
        }
        case "custom":
        case "tools":
          return wanted.has(row.mode) ? everywhere(row.mode, row) : NOTHING;
        case "updates":
        case "tasks":
        case "checkpoints":
        case "debug":
        case "events":
          return wanted.has(row.mode) ? scoped(row.mode, row) : NOTHING;
        // Only for those who read more than these frames.
        case "start":
        case "task":
          return NOTHING;
        case "metadata":
        case "error":
        case "end":
          return [{ event: row.mode, json: row.json }];
      }
    },
  };
}

/** Frames of an event with their ids. */
export function toFrames(renderer: LegacyRenderer, row: EventRow): RawFrame[] {
  return renderer.render(row).map((frame, index) => ({ id: String(row.runSeq + index), ...frame }));
}
