import type { RunCaller, RunKwargs } from "../domain/run.ts";

/** A run together with the right to execute it. */
export type ClaimedRun = {
  tenantId: string;
  threadId: string;
  runId: string;
  assistantId: string;
  graphId: string;
  kwargs: RunKwargs;
  metadata: Record<string, unknown>;
  /** null for a run from before it was noted. */
  caller: RunCaller | null;
  attempt: number;
  /** Each write names it; a later claim makes it worthless. */
  fence: number;
  /** First reserved number in the thread's log and in the run's stream. */
  seq: number;
  runSeq: number;
  /** Milliseconds since it was first started, by the clock of the database. */
  ageMs: number;
  /** Nothing was ever written on its thread. */
  isFresh: boolean;
};

/** Who claims a run, for how long, and how many of its tenant's runs may be executed at once (null: any number). */
export type Claimant = { worker: string; leaseMs: number; tenantLimit: number | null };

/** The engine, as those see it who create and cancel runs. */
export type RunExecutor = {
  /** The worker's name, while it has a free slot; null when it has none or is draining. */
  reserveSlot(): Claimant | null;
  /** Gives back a slot that was reserved and not used. */
  releaseSlot(): void;
  /** Executes a run that was created already claimed, on the reserved slot. */
  execute(run: ClaimedRun): void;
  /** There may be something to claim, for any worker. */
  wake(): void;
  /** Stops a run that was marked as cancelled, whichever worker executes it. */
  cancel(runId: string): void;
};
