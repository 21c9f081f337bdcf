import { AppError } from "../domain/errors.ts";
import type { LogMode } from "../domain/event.ts";
import type { Clock } from "../domain/clock.ts";
import type { Database } from "../db/database.ts";
import type { EventRow } from "./event-row.ts";
import type { Feed } from "./feed.ts";
import { createLegacyRenderer, type StreamRequest } from "./legacy-frames.ts";

/** Numbers are reserved in blocks, so that a crash leaves a gap and never a number that is used twice. */
export const SEQ_BLOCK = 2_000;
const EXTEND_BELOW = 500;
const FLUSH_EVERY_MS = 60;
const FLUSH_AT_ROWS = 400;
const MOST_UNSTORED = 4_000;

/** The claim under which a worker writes, with the numbers it has reserved. */
export type LogClaim = {
  tenantId: string;
  threadId: string;
  runId: string;
  attempt: number;
  fence: number;
  /** First number of the reserved block in the thread, and in the run's stream. */
  seq: number;
  runSeq: number;
};

export type LogWriter = {
  /** Numbers the event and shows it to live readers at once. Await the result when it is a promise: that is back-pressure. */
  append(ns: string, mode: LogMode, json: string): Promise<void> | void;
  /** Stores what is not stored yet. Throws `claim_lost` when another worker has the run. */
  flush(): Promise<void>;
  /** Hands over what is not stored yet, to be stored together with a checkpoint: no event of a kept step is ever lost. */
  take(): Promise<TakenRows>;
  /** Stops the timer and hands over the rows that the run's last statement is to store. */
  seal(): Promise<{ rows: readonly EventRow[]; nextSeq: number; nextRunSeq: number }>;
  /** The run is over and stored: shows the last row and closes the feed. */
  finish(last: EventRow | null): void;
};

export type TakenRows = { rows: readonly EventRow[]; stored(): void; failed(): void };

type WriterDeps = { db: Database; clock: Clock; feed: Feed; onStored(): void; onFailure(error: unknown): void };

export function createLogWriter(deps: WriterDeps, claim: LogClaim, request: StreamRequest): LogWriter {
  const { db, clock, feed } = deps;
  const renderer = createLegacyRenderer(request);
  let unstored: EventRow[] = [];
  let { seq, runSeq } = claim;
  let seqLimit = claim.seq + SEQ_BLOCK;
  let runSeqLimit = claim.runSeq + SEQ_BLOCK;
  let timer: NodeJS.Timeout | null = null;
  let storing: Promise<void> = Promise.resolve();

  function store(): Promise<void> {
    clearTimer();
    const stored = storing.then(storeNow);
    storing = stored.catch(() => undefined);
    return stored;
  }
  async function storeNow(): Promise<void> {
    const rows = unstored;
    const extend = seqLimit - seq < EXTEND_BELOW || runSeqLimit - runSeq < EXTEND_BELOW;
    if (rows.length === 0 && !extend) return;
    unstored = [];
    const position = feed.length();
    try {
      await storeRows(db, claim, rows, extend ? SEQ_BLOCK : 0);
    } catch (error) {
      unstored = [...rows, ...unstored];
      throw error;
    }
    if (extend) {
      seqLimit += SEQ_BLOCK;
      runSeqLimit += SEQ_BLOCK;
    }
    feed.markStored(position);
    deps.onStored();
  }
  function clearTimer(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }
  const storeLater = (): void => {
    timer ??= setTimeout(() => store().catch(deps.onFailure), FLUSH_EVERY_MS);
  };

  return {
    append(ns, mode, json) {
      const row: EventRow = { seq, runSeq, attempt: claim.attempt, ns, mode, json, at: clock.now().getTime() };
      seq += 1;
      runSeq += renderer.render(row).length;
      unstored.push(row);
      feed.push(row);
      const crowded = unstored.length >= MOST_UNSTORED || seqLimit - seq < 8 || runSeqLimit - runSeq < 32;
      if (crowded) return store();
      if (unstored.length >= FLUSH_AT_ROWS) store().catch(deps.onFailure);
      else storeLater();
    },
    flush: store,
    async take() {
      // What the graph has emitted so far is still on its way through its stream.
      await new Promise((resolve) => setImmediate(resolve));
      await storing;
      clearTimer();
      const rows = unstored;
      unstored = [];
      const position = feed.length();
      const { promise, resolve } = Promise.withResolvers<void>();
      storing = promise;
      return {
        rows,
        stored() {
          feed.markStored(position);
          if (rows.length > 0) deps.onStored();
          resolve();
        },
        failed() {
          unstored = [...rows, ...unstored];
          resolve();
        },
      };
    },
    async seal() {
      clearTimer();
      await storing;
      const rows = unstored;
      unstored = [];
      return { rows, nextSeq: seq, nextRunSeq: runSeq };
    },
    finish(last) {
      clearTimer();
      if (last !== null) feed.push(last);
      feed.close();
    },
  };
}

/** The values `$1`… of `EVENT_ROWS`, column by column. */
export function toEventColumns(rows: readonly EventRow[]): unknown[] {
  return [
    rows.map((row) => row.seq),
    rows.map((row) => row.runSeq),
    rows.map((row) => row.attempt),
    rows.map((row) => row.ns),
    rows.map((row) => row.mode),
    rows.map((row) => row.json),
    rows.map((row) => row.at),
  ];
}

/** Rows out of seven arrays, the first of which is parameter `first`. */
export function eventRowsFrom(first: number): string {
  const types = ["bigint", "integer", "integer", "text", "text", "text", "bigint"];
  const arrays = types.map((type, index) => `$${first + index}::${type}[]`).join(", ");
  return `unnest(${arrays}) as e (seq, run_seq, attempt, ns, mode, data, at)`;
}

async function storeRows(db: Database, claim: LogClaim, rows: readonly EventRow[], extendBy: number): Promise<void> {
  const stored = await db.run(
    claim.tenantId,
    `with mine as (
       update runs set next_run_seq = next_run_seq + $4
       where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'
       returning tenant_id, thread_id, run_id
     ), logged as (
       insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at)
       select mine.tenant_id, mine.thread_id, mine.run_id, e.* from mine, ${eventRowsFrom(6)}
     ), extended as (
       update threads set next_seq = next_seq + $4 from mine
       where threads.tenant_id = mine.tenant_id and threads.thread_id = mine.thread_id and $4 > 0
     )
     select case when $5 then pg_notify('rf_thread', mine.thread_id::text) end from mine`,
    [claim.tenantId, claim.runId, claim.fence, extendBy, db.kind === "server", ...toEventColumns(rows)],
  );
  if (stored.length === 0) throw new AppError("claim_lost", `Another worker has run ${claim.runId}`);
}
