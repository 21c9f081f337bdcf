import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { Comment } from "../domain/event.ts";
import type { CallContext } from "../domain/principal.ts";
import { isActive, type Run } from "../domain/run.ts";
import type { EventRow, RawFrame } from "../log/event-row.ts";
import { createLegacyRenderer, toFrames } from "../log/legacy-frames.ts";
import type { FollowRun, RunAddress } from "../log/reader.ts";
import { findRun, findRunFor, toReading, type FoundRun, type RunPlace } from "./find-run.ts";
import { toJoinFilter } from "./join-filter.ts";
import { findStart, type StreamStart } from "./stream-start.ts";
import { withTroubles, type Troubles } from "./troubles.ts";

export type StreamInput = RunPlace & {
  /** "start": from the first frame; null: from now on; else everything after that id. */
  lastEventId: string | null;
  /** With "start": only what came after this checkpoint, if it is one of the run's. */
  checkpointId?: string | undefined;
  modes?: string[] | undefined;
  namespaces?: string[] | undefined;
  signal?: AbortSignal | undefined;
  /** The caller wants the run to be cancelled when the connection is dropped, and must be allowed to. */
  cancels?: boolean | undefined;
  /** The run as it has just been created by this caller: it is read from the first frame, without a look at its row. */
  created?: Run | undefined;
};

type Followed = Pick<FoundRun, "run_id" | "thread_id" | "kwargs" | "next_run_seq">;
type StreamDeps = { db: Database; followRun: FollowRun; troubles: Troubles };
type Batch = (RawFrame | Comment)[];

const AGAIN_AFTER_MS = 1_000;
/** How often a reader looks for a database that is away, before its client has to come back. */
const MOST_LOOKS = 300;

/**
 * The legacy frames of a run, the same with the same ids for everybody who reads it, until its `end`
 * (PROTOCOL 3.5, 3.6). Rejects with `run_not_found` before anything is handed out.
 */
export function createStreamRun({ db, followRun, troubles }: StreamDeps) {
  return async function streamRun({ ctx, input }: { ctx: CallContext; input: StreamInput }) {
    const { tenantId } = ctx.principal;
    if (input.created !== undefined) {
      const run = { ...input.created, next_run_seq: 1 };
      return withComments(run, { afterId: -1, afterSeq: 0 }, input, tenantId);
    }
    const run = await findRunFor(db, ctx, toReading(input.cancels), input);
    return withComments(run, await findStart(db, tenantId, run.run_id, input), input, tenantId);
  };

  /** Says when the run waits, or this reader: the database may be away for both, or for one of them. */
  async function* withComments(run: Followed, start: StreamStart, input: StreamInput, tenantId: string) {
    let { afterId } = start;
    for (let looks = 1; ; looks++) {
      try {
        const batches = follow(run, { ...start, afterId }, input, tenantId);
        for await (const told of withTroubles(batches, troubles, run.run_id)) {
          const batch: Batch = "item" in told ? told.item : [{ comment: told.words }];
          yield batch;
          if ("item" in told) afterId = toLastId(told.item, afterId);
        }
        return;
      } catch (error) {
        if (!isAppError(error, "unavailable") || looks === MOST_LOOKS) throw error;
      }
      yield [{ comment: "waiting for the database" }];
      const until = input.signal === undefined ? {} : { signal: input.signal };
      await sleep(AGAIN_AFTER_MS, undefined, until).catch(() => undefined);
      if (input.signal?.aborted === true) return;
    }
  }

  async function* follow(
    run: Followed,
    { afterId, afterSeq }: StreamStart,
    input: StreamInput,
    tenantId: string,
  ): AsyncGenerator<RawFrame[]> {
    const { run_id, thread_id, kwargs } = run;
    const address = { tenantId, threadId: thread_id, runId: run_id };
    const filter = toJoinFilter(input.modes, input.namespaces);
    const renderer = createLegacyRenderer({ modes: kwargs.stream_mode, subgraphs: kwargs.subgraphs });
    let lastId = afterId;
    function toWanted(row: EventRow): RawFrame[] {
      // Each row is rendered, wanted or not: the frames of later ones depend on it.
      const frames = toFrames(renderer, row);
      lastId = Math.max(lastId, row.runSeq + frames.length - 1);
      const isNew = ({ id, event }: RawFrame): boolean => Number(id) > afterId && filter.passes(event);
      // `end` is always sent, also to one who comes after it: an open stream without it looks like a broken one.
      if (row.mode === "end") return frames.filter((frame) => frame.event === "end" || isNew(frame));
      return row.seq <= afterSeq || !filter.admits(row) ? [] : frames.filter(isNew);
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
  async function readEnd(address: RunAddress): Promise<string | null> {
    try {
      const { status } = await findRun(db, address);
      return isActive(status) ? null : status;
    } catch (error) {
      if (isAppError(error, "run_not_found")) return "rollback";
      throw error;
    }
  }
}

function toLastId(frames: RawFrame[], before: number): number {
  return frames.reduce((last, { id }) => Math.max(last, Number(id)), before);
}
