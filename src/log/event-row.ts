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
  /** JSON text on one line: what other readers than those of the legacy frames need to know beside the data; see `RowNote`. */
  note: string | null;
  /** Of tokens: their metadata, with which `json` ends: `[piece,metadata]`. Known only where the run is executed. */
  shared?: string;
  /** Milliseconds since 1970: the moment of production. */
  at: number;
};

/** A row among those of the thread's other runs. */
export type ThreadRow = EventRow & { runId: string };

/** A legacy frame whose data is JSON text already. */
export type RawFrame = { id: string; event: string; json: string };
