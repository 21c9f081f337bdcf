import type { ThreadRow } from "./event-row.ts";

const MOST_ROWS = 1_000;
const MOST_CHARACTERS = 1_000_000;
/** One who takes rows holds them until its client has taken them. */
const MOST_TAKEN_CHARACTERS = 64_000;

/** The newest rows that follow each other without a gap; drops the oldest at twice its measure, down to one. */
export function createRowBuffer() {
  let rows: ThreadRow[] = [];
  let characters = 0;

  function clear(): void {
    rows = [];
    characters = 0;
  }
  function dropOldest(): void {
    if (rows.length <= MOST_ROWS * 2 && characters <= MOST_CHARACTERS * 2) return;
    let spare = Math.max(0, rows.length - MOST_ROWS);
    for (let index = 0; index < rows.length && (index < spare || characters > MOST_CHARACTERS); index++) {
      characters -= rows[index]?.json.length ?? 0;
      spare = Math.max(spare, index + 1);
    }
    rows = rows.slice(spare);
  }

  return {
    clear,
    lastSeq: (): number | null => rows.at(-1)?.seq ?? null,
    /** A row that does not follow the last one takes the place of all; one that is known already is left out. */
    push(row: ThreadRow): void {
      const last = rows.at(-1)?.seq;
      if (last !== undefined && row.seq <= last) return;
      if (last !== undefined && row.seq !== last + 1) clear();
      rows.push(row);
      characters += row.json.length;
      dropOldest();
    },
    /** What comes right after the number, or the first part of it; empty when that is not held here. */
    after(seq: number): ThreadRow[] {
      const first = rows[0]?.seq;
      if (first === undefined || first > seq + 1) return [];
      const begin = seq + 1 - first;
      let end = begin;
      for (let taken = 0; end < rows.length && taken < MOST_TAKEN_CHARACTERS; end++)
        taken += rows[end]?.json.length ?? 0;
      return rows.slice(begin, end);
    },
  };
}
