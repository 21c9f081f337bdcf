import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { LogMode } from "../domain/event.ts";
import type { EventRow, ThreadRow } from "./event-row.ts";
import type { LiveEnd } from "./place.ts";
import { createLegacyRenderer, type StreamRequest } from "./legacy-frames.ts";
import { createNumbers } from "./numbers.ts";
import { storeRows, type LogClaim } from "./store-rows.ts";

const FLUSH_EVERY_MS = 60;
const FLUSH_AT_ROWS = 400;
const MOST_UNSTORED = 4_000;
/** Of JSON text, since one event may be as large as a thousand others. */
const FLUSH_AT_CHARACTERS = 500_000;
const MOST_UNSTORED_CHARACTERS = 4_000_000;

/** Rows on their way to Postgres; say how it went. */
export type TakenRows = { rows: readonly EventRow[]; stored(): void; failed(): void };

export type Sealed = { rows: readonly EventRow[]; nextSeq: number; nextRunSeq: number; at: number };

export type LogWriter = {
  /**
   * Numbers the event and shows it to live readers at once. Await the result when it is a promise: that is
   * back-pressure. `note` is a `RowNote` as text; `shared` see `EventRow`.
   */
  append(
    ns: string,
    mode: LogMode,
    json: string,
    note?: string | null,
    shared?: string,
  ): Promise<void> | void;
  /** Stores what is not stored yet. Throws `claim_lost` when another worker has the run. */
  flush(): Promise<void>;
  /** Hands over what is not stored yet, to be stored together with a checkpoint: no event of a kept step is ever lost. */
  take(): Promise<TakenRows>;
  /** Stops the timer and hands over the rows that the run's last statement is to store; `at` is its last row's time. */
  seal(): Promise<Sealed>;
  /** The run is over and stored: shows the last row and closes the live end. */
  finish(last: EventRow | null): void;
};

type WriterDeps = {
  db: Database;
  clock: Clock;
  live: LiveEnd;
  onFailure(error: unknown): void;
};

/**
 *   graph > append > live end (readers, at once)
 *                  > unstored > with the next checkpoint, or every 60 ms, or with the run's last statement
 */
export function createLogWriter(deps: WriterDeps, claim: LogClaim, request: StreamRequest): LogWriter {
  const { db, clock, live } = deps;
  const renderer = createLegacyRenderer(request);
  const numbers = createNumbers(claim);
  const unstored = createUnstored(live);
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
    append(ns, mode, json, note = null, shared) {
      const frames = renderer.render({ ns, mode, json, note }).length;
      const at = clock.now().getTime();
      const { runId, attempt } = claim;
      const row = { ...numbers.take(frames), runId, attempt, ns, mode, json, note, at };
      unstored.push(shared === undefined ? row : { ...row, shared });
      if (unstored.isOver(MOST_UNSTORED, MOST_UNSTORED_CHARACTERS) || numbers.isSpent()) return store();
      if (unstored.isOver(FLUSH_AT_ROWS, FLUSH_AT_CHARACTERS)) void store().catch(deps.onFailure);
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
      return { rows: unstored.take().rows, ...numbers.next(), at: clock.now().getTime() };
    },
    finish(last) {
      clearTimer();
      if (last !== null) live.show({ ...last, runId: claim.runId });
      live.close();
    },
  };
}

/** The rows that live readers have and Postgres has not. */
function createUnstored(live: LiveEnd) {
  let rows: ThreadRow[] = [];
  let characters = 0;
  return {
    size: () => rows.length,
    isOver: (most: number, mostCharacters: number): boolean =>
      rows.length >= most || characters >= mostCharacters,
    push(row: ThreadRow): void {
      rows.push(row);
      characters += row.json.length;
      live.show(row);
    },
    take(): TakenRows {
      const taken = rows;
      const takenCharacters = characters;
      rows = [];
      characters = 0;
      return {
        rows: taken,
        stored() {
          const last = taken.at(-1);
          if (last !== undefined) live.stored(last.seq);
        },
        failed() {
          rows = [...taken, ...rows];
          characters += takenCharacters;
        },
      };
    },
  };
}
