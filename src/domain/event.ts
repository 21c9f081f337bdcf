/**
 * One row of a thread's log (DESIGN idea 1). `seq` counts per thread from 1, `run_seq` is the id of the first
 * legacy frame that the event renders to, in its run (PROTOCOL 3.6). Both only grow and are never reused.
 */
export type LogEvent = {
  thread_id: string;
  seq: number;
  run_id: string;
  run_seq: number;
  attempt: number;
  /** Namespace of the subgraph that emitted it; [] is the root. */
  ns: string[];
  mode: LogMode;
  /** Plain JSON, messages in the flat form of PROTOCOL 1.5. */
  data: unknown;
  /** Milliseconds since 1970: the moment of production. */
  at: number;
};

/** Modes of `graph.stream` as they come, and what the engine adds about the run itself. */
export type LogMode =
  | "values"
  | "updates"
  | "messages"
  | "custom"
  | "tools"
  | "tasks"
  | "checkpoints"
  | "debug"
  | "events"
  | "metadata"
  | "error"
  | "end";

/** One frame of a legacy SSE stream, ready but for its bytes. */
export type Frame = { id: string; event: string; data: unknown };
