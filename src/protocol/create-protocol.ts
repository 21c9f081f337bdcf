import { createEnsureDefaults } from "../assistants/default-assistants.ts";
import { createAssistantReader } from "../assistants/find-assistant.ts";
import { LOCAL_TENANT_ID } from "../domain/ids.ts";
import {
  createCheckpointQueries,
  type CheckpointQueries,
} from "../engine/checkpointer/checkpoint-queries.ts";
import { createCheckpointer } from "../engine/checkpointer/tenant-checkpointer.ts";
import { createThreadSweeper, type ThreadSweeper } from "../engine/sweep-threads.ts";
import { createTrimLog } from "../engine/trim-log.ts";
import { createWorker, type Worker } from "../engine/worker.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { createFollowRun } from "../log/reader.ts";
import { createCancelRun } from "../runs/cancel-run.ts";
import { createTroubles } from "../runs/troubles.ts";
import { completeBatchedStore } from "../store/complete-batched-store.ts";
import { NO_TTL } from "../store/tenant-scope.ts";
import { createTenantStore } from "../store/tenant-store.ts";
import { removeThread } from "../threads/delete-thread.ts";
import { toAssistantVerbs } from "./assistant-verbs.ts";
import { toCronVerbs } from "./cron-verbs.ts";
import { openJobs, withJobs } from "./open-jobs.ts";
import { openLinks } from "./open-links.ts";
import type { Parts, ProtocolOptions } from "./parts.ts";
import { toRunVerbs } from "./run-verbs.ts";
import { toStoreVerbs } from "./store-verbs.ts";
import { toTapeVerbs } from "./tape-verbs.ts";
import { toTaskVerbs } from "./task-verbs.ts";
import { toThreadVerbs } from "./thread-verbs.ts";
import type { Webhooks } from "./open-webhooks.ts";
import { toWebhookVerbs } from "./webhook-verbs.ts";

export type Protocol = {
  worker: Worker;
  verbs: ProtocolVerbs;
  /** After the worker has been drained: lets go of what links it to other processes. */
  close(): Promise<void>;
};

/** The Agent Server on any graphs: queue, worker and the verbs of runs, threads and assistants. Knows no marketing. */
export async function createProtocol(options: ProtocolOptions): Promise<Protocol> {
  const parts = await createParts(options);
  await parts.ensureDefaults(LOCAL_TENANT_ID);
  const threads = toThreadVerbs(parts);
  const runs = toRunVerbs(parts);
  return {
    worker: parts.worker,
    async close() {
      parts.hub.close();
      await parts.signals.close();
    },
    verbs: {
      assistants: toAssistantVerbs(parts, threads),
      threads,
      runs,
      store: toStoreVerbs(parts),
      crons: toCronVerbs(parts, runs),
      webhooks: toWebhookVerbs(parts),
      tasks: toTaskVerbs(parts),
      tape: toTapeVerbs(parts, runs),
    },
  };
}

async function createParts(options: ProtocolOptions): Promise<Parts> {
  const { db, clock, graphs, assistantDefaults: defaults = {} } = options;
  const ensureDefaults = createEnsureDefaults({ db, graphs, defaults });
  const assistantReader = createAssistantReader({ db, clock, ensureDefaults });
  const { hub, signals } = await openLinks(options);
  const checkpoints = createCheckpointQueries({ db });
  const troubles = createTroubles();
  const openCheckpointer: Parts["openCheckpointer"] = (context, journal, through = db) =>
    createCheckpointer({ db: through, context, ...(journal === undefined ? {} : { journal }) });
  completeBatchedStore();
  const { storeIndex: index = null, storeTtl } = options;
  const openStoreScope: Parts["openStoreScope"] = (tenantId) => ({
    db,
    tenantId,
    index,
    ttl: storeTtl ?? NO_TTL,
  });
  const openStore: Parts["openStore"] = (tenantId, through = db) =>
    createTenantStore({ ...openStoreScope(tenantId), db: through });
  const { jobs, webhookParts } = openJobs(options);
  const sweeper = openThreadSweeper(options, checkpoints);
  const worker = createWorker({
    ...options,
    tenantConcurrency: options.tenantConcurrency ?? null,
    runTimeoutMs: options.runTimeoutMs ?? null,
    troubles,
    hub,
    signals,
    openCheckpointer,
    openStore,
    sweep: sweeper.sweep,
    ...toWorkerReports(options, { sweeper, webhookParts }),
    ...checkpoints,
  });
  return {
    ...options,
    findAssistant: assistantReader.find,
    assistantReader,
    ensureDefaults,
    hub,
    signals,
    worker: withJobs(worker, { ...options, jobs }),
    jobs,
    webhookParts,
    acceptWebhook: webhookParts.acceptWebhook,
    checkpoints,
    openCheckpointer,
    openStore,
    openStoreScope,
    followRun: createFollowRun({ db, hub }),
    cancelRun: createCancelRun({ db, hub, executor: worker }),
    troubles,
  };
}

/** Of a thread, when nothing else is asked for. */
export const KEPT_LOG_BYTES = 8 * 2 ** 20;

function openThreadSweeper(options: ProtocolOptions, { keepLatest }: CheckpointQueries): ThreadSweeper {
  const { db, clock, threadTtl = null, keepCheckpoints = null, keepLogBytes = KEPT_LOG_BYTES } = options;
  return createThreadSweeper({
    ...{ db, clock, threadTtl, keepCheckpoints, keepLatest },
    trimLog: keepLogBytes === null ? null : createTrimLog({ db, keepBytes: keepLogBytes }),
    removeThread: (tenantId, threadId, expiry) => removeThread(db, tenantId, threadId, expiry),
  });
}

function toWorkerReports(
  { log, newId, onRunEnd }: ProtocolOptions,
  { sweeper, webhookParts }: { sweeper: ThreadSweeper; webhookParts: Webhooks },
): Pick<Parameters<typeof createWorker>[0], "name" | "onTrouble" | "onEnd"> {
  return {
    name: `worker-${newId()}`,
    onTrouble: (run, error) =>
      log.warn({ run_id: run?.runId, thread_id: run?.threadId, err: error }, "engine trouble"),
    onEnd(run, end, seconds) {
      onRunEnd?.({ graphId: run.graphId, outcome: end.status ?? end.kind, seconds });
      sweeper.note(run);
      if (run.kwargs.webhook !== null) webhookParts.outbox.wake();
      log.info(
        { tenant_id: run.tenantId, thread_id: run.threadId, run_id: run.runId, attempt: run.attempt, ...end },
        `run ${end.kind}`,
      );
    },
  };
}
