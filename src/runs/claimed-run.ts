import type { RunKwargs } from "../domain/run.ts";

/** A run together with the right to execute it. */
export type ClaimedRun = {
  tenantId: string;
  threadId: string;
  runId: string;
  assistantId: string;
  graphId: string;
  kwargs: RunKwargs;
  metadata: Record<string, unknown>;
  attempt: number;
  /** Each write names it; a later claim makes it worthless. */
  fence: number;
  /** First reserved number in the thread's log and in the run's stream. */
  seq: number;
  runSeq: number;
};

/** The engine, as those see it who create and cancel runs. */
export type RunExecutor = {
  /** The worker's name, while it has a free slot; null when it has none or is draining. */
  reserveSlot(): { worker: string; leaseMs: number } | null;
  /** Gives back a slot that was reserved and not used. */
  releaseSlot(): void;
  /** Executes a run that was created already claimed, on the reserved slot. */
  execute(run: ClaimedRun): void;
  /** There may be something to claim. */
  wake(): void;
  /** Stops the run if it is executed here. */
  cancel(runId: string): void;
};
