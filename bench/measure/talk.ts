import type { WorkloadId } from "../workloads.ts";
import type { Load, Measured, Spent } from "./drive.ts";

/** What the bench asks of a server process over its channel, one question at a time. */
export type Question =
  | { ask: "spent" }
  | { ask: "measure"; workload: WorkloadId; load: Load }
  | { ask: "stop" };

export type Answer =
  /** `url` is empty when the process serves nothing. */
  | { answer: "ready"; url: string; description: string }
  | { answer: "spent"; spent: Spent }
  | { answer: "measured"; measured: Measured }
  | { answer: "failed"; message: string };
