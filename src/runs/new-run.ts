import type { MetadataFilter } from "../domain/authorization.ts";
import type { ThreadTtl } from "../domain/thread.ts";
import type { Run, RunCaller, RunConfig, RunKwargs } from "../domain/run.ts";
import type { Claimant } from "./claimed-run.ts";
import type { Layers } from "./run-request.ts";

/** A run that may be created: authorized, and complete but for what its thread hands down. */
export type NewRun = {
  tenantId: string;
  threadId: string;
  runId: string;
  assistantId: string;
  graphId: string;
  /** Without the thread's part of the configuration. */
  kwargs: RunKwargs;
  configurable: Layers;
  metadata: Layers;
  caller: RunCaller;
  /** What the thread keeps for its later runs. */
  threadConfig: RunConfig;
  /** What every run notes on its thread, and what else is noted on a thread that is made for it. */
  threadStamp: Record<string, unknown>;
  newThreadMetadata: Record<string, unknown>;
  /** How long such a thread lives; null for ever. */
  newThreadTtl: ThreadTtl | null;
  /** A thread that is there already must match; to others it is as if it were not. */
  threadFilter: MetadataFilter | null;
  /** The checkpoint it begins at, which must be there; null at the head. */
  origin: { id: string; ns: string } | null;
  strategy: Run["multitask_strategy"];
  createThread: boolean;
  afterSeconds: number;
  /** Claim it at once when nothing else is active on the thread. */
  claim: Claimant | null;
};
