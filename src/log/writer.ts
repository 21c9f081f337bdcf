import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { LogMode } from "../domain/event.ts";
import type { EventRow } from "./event-row.ts";
import type { Feed } from "./feed.ts";
import { createLegacyRenderer, type StreamRequest } from "./legacy-frames.ts";
import { createNumbers } from "./numbers.ts";
import { storeRows, type LogClaim } from "./store-rows.ts";

const FLUSH_EVERY_MS = 60;
const FLUSH_AT_ROWS = 400;
const MOST_UNSTORED = 4_000;

/** Rows on their way to Postgres; say how it went. */
export type TakenRows = { rows: readonly EventRow[]; stored(): void; failed(): void };

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

type WriterDeps = {
  db: Database;
  clock: Clock;
  feed: Feed;
  onStored(): void;
  onFailure(error: unknown): void;
};

/**
 *   graph > append > feed (live readers, at once)
 *                  > unstored > with the next checkpoint, or every 60 ms, or with the run's last statement
 */
export function createLogWriter(deps: WriterDeps, claim: LogClaim, request: StreamRequest): LogWriter {
  const { db, clock, feed } = deps;
  const renderer = createLegacyRenderer(request);
  const numbers = createNumbers(claim);
  const unstored = createUnstored(feed, deps.onStored);
  let timer: NodeJS.Timeout | null = null;
  /** Settles when what is on its way to Postgres has arrived: rows are stored in their order. */
  let storing: Promise<void> = Promise.resolve();

  function store(): Promise<void> {
    clearTimer();
    const stored = storing.then(storeNow);
    storing = stored.catch(() => undefined);
    return stored;
  }
  async function storeNow(): Promise<void> {
    const extendBy = numbers.shortBy();
    if (unstored.size() === 0 && extendBy === 0) return;
    const taken = unstored.take();
    try {
      await storeRows(db, claim, taken.rows, extendBy);
    } catch (error) {
      taken.failed();
      throw error;
    }
    numbers.extend(extendBy);
    taken.stored();
  }
  function clearTimer(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    append(ns, mode, json) {
      const frames = renderer.render({ ns, mode, json }).length;
      const at = clock.now().getTime();
      unstored.push({ ...numbers.take(frames), attempt: claim.attempt, ns, mode, json, at });
      if (unstored.size() >= MOST_UNSTORED || numbers.isSpent()) return store();
      if (unstored.size() >= FLUSH_AT_ROWS) void store().catch(deps.onFailure);
      else timer ??= setTimeout(() => void store().catch(deps.onFailure), FLUSH_EVERY_MS);
    },
    flush: store,
    async take() {
      // What the graph has emitted so far is still on its way through its stream.
      await new Promise((resolve) => setImmediate(resolve));
      await storing;
      clearTimer();
      const taken = unstored.take();
      const arrived = Promise.withResolvers<void>();
      storing = arrived.promise;
      return {
        rows: taken.rows,
        stored: () => arrived.resolve(taken.stored()),
        failed: () => arrived.resolve(taken.failed()),
      };
    },
    async seal() {
      clearTimer();
      await storing;
      return { rows: unstored.take().rows, ...numbers.next() };
    },
    finish(last) {
      clearTimer();
      if (last !== null) feed.push(last);
      feed.close();
    },
  };
}

/** The rows that live readers have and Postgres has not. */
function createUnstored(feed: Feed, onStored: () => void) {
  let rows: EventRow[] = [];
  return {
    size: () => rows.length,
    push(row: EventRow): void {
      rows.push(row);
      feed.push(row);
    },
    take(): TakenRows {
      const taken = rows;
      const position = feed.length();
      rows = [];
      return {
        rows: taken,
        stored() {
          feed.markStored(position);
          if (taken.length > 0) onStored();
        },
        failed() {
          rows = [...taken, ...rows];
        },
      };
    },
  };
}
