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
