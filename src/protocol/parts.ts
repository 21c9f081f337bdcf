import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { Journal } from "../engine/checkpointer/checkpoint-writer.ts";
import type { CheckpointQueries } from "../engine/checkpointer/checkpoint-queries.ts";
import type { Worker } from "../engine/worker.ts";
import type { Hub } from "../log/hub.ts";
import type { FollowRun } from "../log/reader.ts";
import type { CancelRun } from "../runs/cancel-run.ts";
import type { Log } from "../telemetry/log.ts";

/** What a process of the Agent Server is made from. */
export type ProtocolOptions = {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Log;
  graphs: GraphCatalogue;
  concurrency: number;
  leaseMs: number;
  apiUrl: string | null;
  version: string;
};

/** What the verbs are put together from. */
export type Parts = ProtocolOptions & {
  hub: Hub;
  worker: Worker;
  followRun: FollowRun;
  cancelRun: CancelRun;
  checkpoints: CheckpointQueries;
  openCheckpointer(context: RunContext, journal?: Journal): BaseCheckpointSaver;
  openStore(tenantId: string): BaseStore;
};
