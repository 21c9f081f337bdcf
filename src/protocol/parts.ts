import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { AssistantReader, FindAssistant } from "../assistants/find-assistant.ts";
import type { Bus } from "../bus/bus.ts";
import type { Signals } from "../bus/signals.ts";
import type { StoredCaller } from "../crons/fire-cron.ts";
import type { Database } from "../db/database.ts";
import type { AssistantDefaults } from "../domain/assistant.ts";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { ThreadTtlDefault } from "../domain/thread.ts";
import type { Journal } from "../engine/checkpointer/checkpoint-writer.ts";
import type { CheckpointQueries } from "../engine/checkpointer/checkpoint-queries.ts";
import type { Worker } from "../engine/worker.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Hub } from "../log/hub.ts";
import type { FollowRun } from "../log/reader.ts";
import type { CancelRun } from "../runs/cancel-run.ts";
import type { Troubles } from "../runs/troubles.ts";
import type { OpenScope, StoreIndex, StoreTtl } from "../store/tenant-scope.ts";
import type { Log } from "../telemetry/log.ts";
import type { WebhookOptions, Webhooks } from "./open-webhooks.ts";

/** What a process of the Agent Server is made from. */
export type ProtocolOptions = {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Log;
  graphs: GraphCatalogue;
  concurrency: number;
  /** Runs of one tenant that all processes together execute at once; no limit without it. */
  tenantConcurrency?: number | null;
  leaseMs: number;
  /** Carries live rows and wake-ups to other processes, when there is more than Postgres; closed by who opened it. */
  bus?: Bus;
  /** Longest time that a run may take from its first start, which one that asks for none gets; any without it. */
  runTimeoutMs?: number | null;
  apiUrl: string | null;
  version: string;
  /** Told when this process is done with a run, whatever the outcome. */
  onRunEnd?: (run: { graphId: string; outcome: string; seconds: number }) => void;
  /** What the default assistants of the graphs begin with. */
  assistantDefaults?: AssistantDefaults;
  /** How store items are found by meaning; without it a search goes by words. */
  storeIndex?: StoreIndex | null;
  storeTtl?: StoreTtl | null;
  /** What becomes of threads that were created without a time to live. */
  threadTtl?: ThreadTtlDefault | null;
  /** How many checkpoints of its root a thread keeps; all without it. */
  keepCheckpoints?: number | null;
  /** How large the log of a thread may grow before the events of its oldest runs go; null keeps all. 8 MiB without it. */
  keepLogBytes?: number | null;
  /** Minutes between two sweeps of the store; 5 without it. */
  storeSweepMinutes?: number | null;
  webhooks?: WebhookOptions;
  /** What someone who called once may do now; everything without it. Crons act as whoever created them. */
  toContext?(caller: StoredCaller): CallContext;
};

/** What the verbs are put together from. */
export type Parts = ProtocolOptions & {
  /** Of a graph or by id, kept for a second; what creates runs uses this one. */
  findAssistant: FindAssistant;
  assistantReader: AssistantReader;
  /** Gives a tenant the default assistants of all graphs, once per process. */
  ensureDefaults(tenantId: string): Promise<void>;
  hub: Hub;
  signals: Signals;
  /** Starts and stops `jobs` too. */
  worker: Worker;
  jobs: Jobs;
  webhookParts: Webhooks;
  acceptWebhook: Webhooks["acceptWebhook"];
  followRun: FollowRun;
  cancelRun: CancelRun;
  troubles: Troubles;
  checkpoints: CheckpointQueries;
  /** `through`: another way to the same database. */
  openCheckpointer(context: RunContext, journal?: Journal, through?: Database): BaseCheckpointSaver;
  openStore(tenantId: string, through?: Database): BaseStore;
  openStoreScope: OpenScope;
};
