import type { RawFrame, ThreadRow } from "./event-row.ts";
import { createLegacyRenderer, type StreamRequest } from "./legacy-frames.ts";

/** What a reader of a whole thread wants: all that its runs stream, only their beginnings and ends, only states. */
export const THREAD_STREAM_MODES = ["run_modes", "lifecycle", "state_update"] as const;
export type ThreadStreamMode = (typeof THREAD_STREAM_MODES)[number];

const OF_RUN = new Set(["metadata", "error", "end"]);

/** Where a frame stands in the thread's log: `17-4` is the fifth frame of row 17. */
export type FramePlace = { seq: number; index: number };

/**
 * Renders a thread's rows to legacy frames of all its runs, with ids of the thread (PROTOCOL 3.7). Feed it rows from
 * the first of a run on; `request` is how that run asked for its stream.
 */
export function createThreadFrames(threadId: string, modes: readonly ThreadStreamMode[]) {
  const [wantsAll, wantsRuns, wantsStates] = THREAD_STREAM_MODES.map((mode) => modes.includes(mode));
  let runId: string | null = null;
  let render: ReturnType<typeof createLegacyRenderer>["render"] = () => [];
  const isWanted = (event: string): boolean =>
    wantsAll === true ||
    (wantsRuns === true && OF_RUN.has(event)) ||
    (wantsStates === true && event === "values");
  const toRequest = ({ modes: asked, subgraphs }: StreamRequest): StreamRequest => {
    const own = wantsAll === true ? asked : [];
    return {
      modes: wantsStates === true ? [...own, "values"] : own,
      subgraphs: wantsAll === true && subgraphs,
    };
  };

  return function toThreadFrames(row: ThreadRow, request: StreamRequest): RawFrame[] {
    if (row.runId !== runId) {
      runId = row.runId;
      render = createLegacyRenderer(toRequest(request)).render;
    }
    // The first metadata of a run stands in no row: its beginning does.
    const frames =
      row.mode === "start"
        ? [
            {
              event: "metadata",
              json: JSON.stringify({ run_id: row.runId, thread_id: threadId, attempt: 1 }),
            },
          ]
        : render(row);
    return frames.flatMap((frame, index) =>
      isWanted(frame.event) ? [{ id: `${row.seq}-${index}`, ...frame }] : [],
    );
  };
}

/** null when that is no place in a thread. */
export function parseFramePlace(id: string): FramePlace | null {
  const [, seq, index] = /^(\d{1,15})-(\d{1,9})$/.exec(id) ?? [];
  return seq === undefined || index === undefined ? null : { seq: Number(seq), index: Number(index) };
}
