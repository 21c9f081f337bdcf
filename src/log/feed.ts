import type { EventRow } from "./event-row.ts";

/**
 * The live end of one run's events in the process that executes it. Readers take rows by their position and wait for
 * more; rows that are safely stored may be dropped from the front, a reader that is behind fetches those from Postgres.
 */
export type Feed = {
  push(row: EventRow): void;
  /** Rows from position `from` on, or null when they are no longer held here. */
  rowsFrom(from: number): readonly EventRow[] | null;
  /** Position of the first row with a larger `seq`, counted from the run's first row in this feed. */
  positionAfter(seq: number): number | null;
  length(): number;
  /** Rows before this position are stored and may go. */
  markStored(position: number): void;
  close(): void;
  isClosed(): boolean;
  /** Resolves at the next push or at close. */
  changed(): Promise<void>;
};

const MOST_HELD = 4_000;
const MOST_CHARACTERS = 4_000_000;

export function createFeed(): Feed {
  let rows: EventRow[] = [];
  let dropped = 0;
  let characters = 0;
  let closed = false;
  let waiter = Promise.withResolvers<void>();
  const wake = (): void => {
    const before = waiter;
    waiter = Promise.withResolvers();
    before.resolve();
  };

  return {
    push(row) {
      rows.push(row);
      characters += row.json.length;
      wake();
    },
    rowsFrom(from) {
      return from < dropped ? null : rows.slice(from - dropped);
    },
    positionAfter(seq) {
      const index = rows.findIndex((row) => row.seq > seq);
      // Numbers of one attempt follow each other: the next one may be the first that is held.
      if (index === 0 && dropped > 0 && rows[0]?.seq !== seq + 1) return null;
      return dropped + (index === -1 ? rows.length : index);
    },
    length: () => dropped + rows.length,
    markStored(position) {
      const stored = position - dropped;
      let spare = Math.min(stored, rows.length - MOST_HELD);
      if (spare < MOST_HELD) spare = 0;
      let left = characters;
      for (let index = 0; index < stored && (index < spare || left > MOST_CHARACTERS); index++) {
        left -= rows[index]?.json.length ?? 0;
        spare = Math.max(spare, index + 1);
      }
      if (spare === 0) return;
      rows = rows.slice(spare);
      dropped += spare;
      characters = left;
    },
    close() {
      closed = true;
      wake();
    },
    isClosed: () => closed,
    changed: () => waiter.promise,
  };
}
