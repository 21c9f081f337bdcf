import { ensureSystemAssistants } from "../assistants/assistant-row.ts";
import { LOCAL_TENANT_ID } from "../domain/ids.ts";
import { createCheckpointQueries } from "../engine/checkpointer/checkpoint-queries.ts";
import { createCheckpointer } from "../engine/checkpointer/tenant-checkpointer.ts";
import { createSweepThreads } from "../engine/sweep-threads.ts";
import { createWorker, type Worker } from "../engine/worker.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { createHub } from "../log/hub.ts";
import { createFollowRun } from "../log/reader.ts";
import { createCancelRun } from "../runs/cancel-run.ts";
import { createTenantStore } from "../store/tenant-store.ts";
import { removeThread } from "../threads/delete-thread.ts";
import { toAssistantVerbs } from "./assistant-verbs.ts";
import type { Parts, ProtocolOptions } from "./parts.ts";
import { toRunVerbs } from "./run-verbs.ts";
import { toThreadVerbs } from "./thread-verbs.ts";

export type Protocol = { worker: Worker; verbs: ProtocolVerbs };

/** The Agent Server on any graphs: queue, worker and the verbs of runs, threads and assistants. Knows no marketing. */
export async function createProtocol(options: ProtocolOptions): Promise<Protocol> {
  await ensureSystemAssistants(options.db, LOCAL_TENANT_ID, options.graphs);
  const parts = await createParts(options);
  return {
    worker: parts.worker,
    verbs: { assistants: toAssistantVerbs(parts), threads: toThreadVerbs(parts), runs: toRunVerbs(parts) },
  };
}

async function createParts(options: ProtocolOptions): Promise<Parts> {
  const { db } = options;
  const hub = createHub();
  if (db.kind === "server") await db.listen("rf_thread", hub.ring);
  const checkpoints = createCheckpointQueries({ db });
  const openCheckpointer: Parts["openCheckpointer"] = (context, journal) =>
    createCheckpointer({ db, context, ...(journal === undefined ? {} : { journal }) });
  const openStore: Parts["openStore"] = (tenantId) => createTenantStore({ db, tenantId });
  const sweep = createSweepThreads({
    db,
    async deleteThread(tenantId, threadId) {
      await removeThread(db, tenantId, threadId);
      await checkpoints.deleteThread(tenantId, threadId);
    },
  });
  const worker = createWorker({
    ...options,
    hub,
    openCheckpointer,
    openStore,
    sweep,
    ...toWorkerReports(options),
    ...checkpoints,
  });
  return {
    ...options,
    hub,
    worker,
    checkpoints,
    openCheckpointer,
    openStore,
    followRun: createFollowRun({ db, hub }),
    cancelRun: createCancelRun({ db, hub, executor: worker }),
  };
}

function toWorkerReports({
  log,
  newId,
}: ProtocolOptions): Pick<Parameters<typeof createWorker>[0], "name" | "onTrouble" | "onEnd"> {
  return {
    name: `worker-${newId()}`,
    onTrouble: (run, error) =>
      log.warn({ run_id: run?.runId, thread_id: run?.threadId, err: error }, "engine trouble"),
    onEnd: (run, end) =>
      log.info(
        { tenant_id: run.tenantId, thread_id: run.threadId, run_id: run.runId, attempt: run.attempt, ...end },
        `run ${end.kind}`,
      ),
  };
}
