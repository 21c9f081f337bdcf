import type { CallContext } from "../domain/principal.ts";
import type { Run, RunCreate, StreamMode } from "../domain/run.ts";
import { toTapeSeq } from "../log/v2/tape-event.ts";

/** Creates a run and answers with the last number of the thread's log before it. */
export type PlaceRun = (call: {
  ctx: CallContext;
  input: { threadId: string; body: RunCreate; headers: Record<string, string> };
}) => Promise<{ run: Run; appliedThroughSeq: number }>;

/** All that the tape can tell. */
const MODES: StreamMode[] = ["values", "updates", "messages-tuple", "custom", "tools", "tasks"];

/** Runs of the thread protocol are resumable, and whoever joins one by its id sees all of it. */
export function createTapeRun(placeRun: PlaceRun) {
  return async function tapeRun(ctx: CallContext, threadId: string, body: RunCreate) {
    const { run, appliedThroughSeq } = await placeRun({
      ctx,
      input: {
        threadId,
        body: { ...body, stream_mode: MODES, stream_subgraphs: true, stream_resumable: true },
        headers: ctx.headers ?? {},
      },
    });
    return { run, appliedThroughSeq: toTapeSeq(appliedThroughSeq) };
  };
}

export type TapeRun = ReturnType<typeof createTapeRun>;
