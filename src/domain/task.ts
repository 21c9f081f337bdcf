import type { Interrupt } from "./interrupt.ts";
import type { Run } from "./run.ts";

export const TASK_STATES = [
  "submitted",
  "working",
  "completed",
  "failed",
  "canceled",
  "input-required",
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Keys of a run's metadata: the task that it goes on with, and that it gave the task up. */
export const TASK_KEY = "a2a_task";
export const GIVEN_UP_KEY = "a2a_canceled";

/** What another agent asked for: a run, and those that went on with it after a question. */
export type FoundTask = {
  /** Id of the first run. */
  taskId: string;
  state: TaskState;
  /** The newest run. */
  run: Run;
  /** What is asked while input is required; else empty. */
  interrupts: Interrupt[];
  error: { error: string; message: string } | null;
};

/** Whom to tell when a task ends, or waits for an answer. */
export type TaskPush = {
  /** Chosen by the agent that asked for it; one of a task. */
  pushId: string;
  url: string;
  /** Sent along, so that the receiver knows what it asked for. */
  token: string | null;
  /** The `Authorization` header that the receiver wants. */
  authorization: string | null;
  /** "1.0" or "0.3": the form in which it is told. */
  protocolVersion: string;
};
