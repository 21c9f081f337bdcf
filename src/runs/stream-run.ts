import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import { isActive } from "../domain/run.ts";
import type { EventRow, RawFrame } from "../log/event-row.ts";
import { createLegacyRenderer, toFrames } from "../log/legacy-frames.ts";
import type { FollowRun } from "../log/reader.ts";
import { toJoinFilter } from "./join-filter.ts";
import { findRun } from "./read-runs.ts";
import { findStart, type StreamStart } from "./stream-start.ts";

export type StreamInput = {
  threadId: string | null;
  runId: string;
  /** "start": from the first frame; null: from now on; else everything after that id. */
  lastEventId: string | null;
  /** With "start": only what came after this checkpoint, if it is one of the run's. */
  checkpointId?: string | undefined;
  modes?: string[] | undefined;
  namespaces?: string[] | undefined;
  signal?: AbortSignal | undefined;
};

type Followed = Awaited<ReturnType<typeof findRun>>;
type StreamDeps = { db: Database; followRun: FollowRun };

/**
 * The legacy frames of a run, the same with the same ids for everybody who reads it, until its `end`
 * (PROTOCOL 3.5, 3.6). Rejects with `run_not_found` before anything is handed out.
 */
export function createStreamRun({ db, followRun }: StreamDeps) {
  return async function streamRun({ ctx, input }: { ctx: CallContext; input: StreamInput }) {
    const { tenantId } = ctx.principal;
    const run = await findRun(db, { tenantId, threadId: input.threadId, runId: input.runId });
    return follow(run, await findStart(db, tenantId, run.run_id, input), input, tenantId);
  };

  async function* follow(
    run: Followed,
    { afterId, afterSeq }: StreamStart,
    input: StreamInput,
    tenantId: string,
  ) {
    const { run_id, thread_id, kwargs } = run;
    const address = { tenantId, threadId: thread_id, runId: run_id };
    const filter = toJoinFilter(input.modes, input.namespaces);
    const renderer = createLegacyRenderer({ modes: kwargs.stream_mode, subgraphs: kwargs.subgraphs });
    let lastId = afterId;
    function toWanted(row: EventRow): RawFrame[] {
      // Each row is rendered, wanted or not: the frames of later ones depend on it.
      const frames = toFrames(renderer, row);
      lastId = Math.max(lastId, row.runSeq + frames.length - 1);
      // `end` is always sent, also to one who comes after it: an open stream without it looks like a broken one.
      if (row.mode === "end") return frames;
      if (row.seq <= afterSeq || !filter.admits(row)) return [];
      return frames.filter(({ id, event }) => Number(id) > afterId && filter.passes(event));
    }

    const metadata = JSON.stringify({ run_id, thread_id, attempt: 1 });
    if (afterId < 0) yield [{ id: "0", event: "metadata", json: metadata }];
    for await (const rows of followRun(address, input.signal)) {
      const frames = rows.flatMap(toWanted);
      if (frames.length > 0) yield frames;
      if (rows.at(-1)?.mode === "end") return;
    }
    if (input.signal?.aborted === true) return;
    const status = await readEnd(address);
    if (status === null) return;
    const id = String(Math.max(run.next_run_seq, lastId + 1));
    yield [{ id, event: "end", json: JSON.stringify({ run_id, status }) }];
  }

  /** How a run ended that has no row to say so: no worker ever had it, or it was taken back. */
  async function readEnd(address: {
    tenantId: string;
    threadId: string;
    runId: string;
  }): Promise<string | null> {
    try {
      const { status } = await findRun(db, address);
      return isActive(status) ? null : status;
    } catch (error) {
      if (isAppError(error, "run_not_found")) return "rollback";
      throw error;
    }
  }
}
