import type { LogMode } from "../domain/event.ts";

/**
 * One event of a thread's log, as it is kept and sent: its data is JSON text that nobody needs to
 * parse on the way through. `seq` counts per thread from 1; `runSeq` is the id of the first legacy frame that the
 * event renders to, in its run. Both only grow and are never reused.
 */
export type EventRow = {
  seq: number;
  runSeq: number;
  attempt: number;
  /** Namespace segments joined with `|`; "" is the root. */
  ns: string;
  mode: LogMode;
  json: string;
  /** Milliseconds since 1970: the moment of production. */
  at: number;
};

/** A legacy frame whose data is JSON text already. */
export type RawFrame = { id: string; event: string; json: string };
