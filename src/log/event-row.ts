import type { LogMode } from "../domain/event.ts";

/** An event as it is kept and sent: its data is JSON text that nobody needs to parse on the way through. */
export type EventRow = {
  seq: number;
  runSeq: number;
  attempt: number;
  /** Namespace segments joined with `|`; "" is the root. */
  ns: string;
  mode: LogMode;
  json: string;
  at: number;
};

/** A legacy frame whose data is JSON text already. */
export type RawFrame = { id: string; event: string; json: string };
