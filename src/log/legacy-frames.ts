import type { StreamMode } from "../domain/run.ts";
import type { EventRow, RawFrame } from "./event-row.ts";
import { createMessageFrames } from "./message-frames.ts";

/** How a run asked for its stream; stored with it, since a reconnecting client does not say it again. */
export type StreamRequest = { modes: readonly StreamMode[]; subgraphs: boolean };

type UnnumberedFrame = { event: string; json: string };

/**
 * Renders the log's events of one run to legacy frames (PROTOCOL 3.3, 3.4). The writer renders too, to know how many
 * ids an event takes, so every reader numbers the frames alike. Feed it a run's events from the first on.
 */
export type LegacyRenderer = {
  render(row: Pick<EventRow, "ns" | "mode" | "json">): readonly UnnumberedFrame[];
};

const NOTHING: readonly UnnumberedFrame[] = [];

export function createLegacyRenderer({ modes, subgraphs }: StreamRequest): LegacyRenderer {
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
