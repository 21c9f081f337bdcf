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
  /** A run begins: what it is, and which interrupts it answers. */
  | "start"
  /** A task is over, where the order of the other rows does not say which one. */
  | "task"
  | "metadata"
  | "error"
  | "end";

/** One frame of a legacy SSE stream, ready but for its bytes. */
export type Frame = { id: string; event: string; data: unknown };

/** A line of a stream that clients show to nobody: it says why nothing comes. */
export type Comment = { comment: string };
