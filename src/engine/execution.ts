import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { Hub } from "../log/hub.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { Troubles } from "../runs/troubles.ts";
import type { Journal } from "./checkpointer/checkpoint-writer.ts";
import type { Finished } from "./finish-run.ts";

/** Why a run is stopped from outside. */
export type StopReason = "cancelled" | "claim-lost" | "draining" | "exhausted" | "timeout";

export type RunningRun = {
  run: ClaimedRun;
  stop(reason: StopReason): void;
  /** Stops at the next step boundary, for another worker to go on. */
  drain(): void;
  /** The lease was prolonged by a statement sent at this time of `performance`. */
  renewed(at: number): void;
  done: Promise<RunEnd>;
};

export type RunEnd = ({ kind: "finished" } & Finished) | { kind: "released" } | { kind: "lost" };

export type ExecuteDeps = {
  db: Database;
  clock: Clock;
  hub: Hub;
  leaseMs: number;
  graphs: GraphCatalogue;
  /** Longest time that a run may take from its first start; null: any. */
  runTimeoutMs: number | null;
  troubles: Troubles;
  /** `db`: what the run itself writes through. */
  openCheckpointer(context: RunContext, journal: Journal, db: Database): BaseCheckpointSaver;
  openStore(tenantId: string, db: Database): BaseStore;
  /** Id of the newest checkpoint that the run has written, if any. */
  headOfRun(tenantId: string, threadId: string, runId: string): Promise<string | null>;
  /** Takes back what the run wrote into checkpoints. */
  deleteOfRun(tenantId: string, threadId: string, runId: string): Promise<void>;
  release(run: ClaimedRun): Promise<void>;
  onTrouble(run: ClaimedRun | null, error: unknown): void;
  apiUrl: string | null;
  version: string;
};
