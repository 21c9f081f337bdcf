import type { ThreadRow } from "./event-row.ts";
import { createRowBuffer } from "./row-buffer.ts";

/**
 * The right to write a thread's log, as its rows show it. A later claim has a larger `firstSeq`, since each reserves
 * numbers of its own.
 */
export type Claim = {
  runId: string;
  firstSeq: number;
  /** The run was begun before under another claim: its earlier rows are in Postgres only. */
  resumed: boolean;
};

/** What follows a number in the log, as far as it is known here. */
export type Next =
  | { kind: "rows"; rows: readonly ThreadRow[] }
  /** There is more than is held here. Once Postgres has nothing new, whatever stands before `begin` has been seen. */
  | { kind: "behind"; begin: number }
  | { kind: "nothing" };

type Known = Claim & { lastSeq: number };

const MOST_RUNS = 8;

/**
 * The newest rows of one thread without a gap between them, and what is known of their claims. Rows may be missing here
 * at any time; then readers find them in Postgres, now or when they have been stored.
 */
export function createWindow() {
  const buffer = createRowBuffer();
  const runs = new Map<string, Known>();
  let newest: Known | null = null;
  /** The newest number that is known to be taken. */
  let known = 0;

  /** False for a claim that has been followed by another: what it still shows may never have been stored. */
  function admit(claim: Claim): boolean {
    if (newest?.firstSeq === claim.firstSeq) return true;
    if (newest !== null && claim.firstSeq < newest.firstSeq) return false;
    const end = buffer.lastSeq();
    // A log that goes on without a gap was ended properly; else the last rows may be those of a worker that is lost.
    if (end !== null && end + 1 !== claim.firstSeq) buffer.clear();
    newest = { ...claim, lastSeq: claim.firstSeq - 1 };
    known = Math.max(known, newest.lastSeq);
    runs.delete(claim.runId);
    runs.set(claim.runId, newest);
    for (const runId of runs.keys()) {
      if (runs.size <= MOST_RUNS) break;
      runs.delete(runId);
    }
    return true;
  }
  function advance(seq: number): void {
    known = Math.max(known, seq);
    if (newest !== null) newest.lastSeq = Math.max(newest.lastSeq, seq);
  }
  function after(seq: number, end: number, begin: number): Next {
    if (seq >= end) return { kind: "nothing" };
    const rows = buffer.after(seq);
    return rows.length === 0 ? { kind: "behind", begin } : { kind: "rows", rows };
  }

  return {
    clear: buffer.clear,
    push(claim: Claim, row: ThreadRow): void {
      if (!admit(claim)) return;
      buffer.push(row);
      advance(row.seq);
    },
    /** Rows up to this one exist, though they are not shown here. */
    skip(claim: Claim, seq: number): void {
      if (admit(claim)) advance(seq);
    },
    /** Whether this is the newest claim, and one for the run; for any run with null. */
    isNewest: (claim: Claim, runId: string | null): boolean =>
      newest?.firstSeq === claim.firstSeq && (runId === null || runId === claim.runId),
    /** What comes after `seq` in the thread; with a run's id only its rows. */
    next(seq: number, runId: string | null): Next {
      if (runId === null) return after(seq, known, newest?.firstSeq ?? 0);
      const run = runs.get(runId);
      if (run === undefined) return { kind: "nothing" };
      const from = run.resumed ? seq : Math.max(seq, run.firstSeq - 1);
      const next = after(from, run.lastSeq, run.firstSeq);
      if (next.kind !== "rows" || runs.size === 1) return next;
      const own = next.rows.filter((row) => row.runId === runId);
      return own.length === 0 ? { kind: "behind", begin: run.firstSeq } : { kind: "rows", rows: own };
    },
  };
}

export type Window = ReturnType<typeof createWindow>;
