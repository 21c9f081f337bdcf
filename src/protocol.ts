import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import { ensureSystemAssistants, findAssistant } from "./assistants/assistant-row.ts";
import { createReadGraph, createReadSchemas, createReadSubgraphs } from "./assistants/inspect-assistant.ts";
import { createSearchAssistants } from "./assistants/search-assistants.ts";
import type { Database } from "./db/database.ts";
import type { Clock } from "./domain/clock.ts";
import { LOCAL_TENANT_ID, type NewId } from "./domain/ids.ts";
import type { GraphCatalogue } from "./domain/ports.ts";
import type { CallContext } from "./domain/principal.ts";
import type { RunContext } from "./domain/run-context.ts";
import { createCheckpointQueries } from "./engine/checkpointer/checkpoint-queries.ts";
import { createCheckpointer } from "./engine/checkpointer/tenant-checkpointer.ts";
import type { Journal } from "./engine/checkpointer/checkpoint-writer.ts";
import { createSweepThreads } from "./engine/sweep-threads.ts";
import { createWorker, type Worker } from "./engine/worker.ts";
import type { Verbs } from "./http/verbs.ts";
import { createHub } from "./log/hub.ts";
import { createFollowRun } from "./log/reader.ts";
import { createCancelRun } from "./runs/cancel-run.ts";
import { createDeleteRun, createEndRun } from "./runs/end-run.ts";
import { createGetRun, createListRuns } from "./runs/read-runs.ts";
import { createRunOutput } from "./runs/run-output.ts";
import { createStartRun } from "./runs/start-run.ts";
import { createStreamRun } from "./runs/stream-run.ts";
import { createTenantStore } from "./store/tenant-store.ts";
import type { Log } from "./telemetry/log.ts";
import { createCreateThread } from "./threads/create-thread.ts";
import { createDeleteThread, removeThread } from "./threads/delete-thread.ts";
import { createPatchThread } from "./threads/patch-thread.ts";
import { createReadHistory, createReadState } from "./threads/read-state.ts";
import { createCountThreads, createSearchThreads } from "./threads/search-threads.ts";
import { findThread } from "./threads/thread-row.ts";
import { createUpdateState } from "./threads/update-state.ts";

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

export type Protocol = { worker: Worker; verbs: Pick<Verbs, "assistants" | "threads" | "runs"> };

/** The Agent Server on any graphs: queue, worker and the verbs of runs, threads and assistants. Knows no marketing. */
export async function createProtocol(options: ProtocolOptions): Promise<Protocol> {
  const { db, newId, graphs } = options;
  await ensureSystemAssistants(db, LOCAL_TENANT_ID, graphs);
  const hub = createHub();
  if (db.kind === "server") await db.listen("rf_thread", hub.ring);
  const checkpoints = createCheckpointQueries({ db });
  const openCheckpointer = (context: RunContext, journal?: Journal): BaseCheckpointSaver =>
    createCheckpointer({ db, context, ...(journal === undefined ? {} : { journal }) });
  const openStore = (tenantId: string): BaseStore => createTenantStore({ db, tenantId });
  const sweep = createSweepThreads({
    db,
    async deleteThread(tenantId, threadId) {
      await removeThread(db, tenantId, threadId);
      await checkpoints.deleteThread(tenantId, threadId);
    },
  });
  const reports = toWorkerReports(options);
  const worker = createWorker({
    ...options,
    hub,
    openCheckpointer,
    openStore,
    sweep,
    ...reports,
    ...checkpoints,
  });

  const followRun = createFollowRun({ db, hub });
  const cancelRun = createCancelRun({ db, hub, executor: worker });
  const ending = { db, cancelRun, followRun };
  const states = { db, graphs, openCheckpointer };
  type ThreadCall = { ctx: CallContext; input: { threadId: string } };
  type AssistantCall = { ctx: CallContext; input: { assistantId: string } };
  return {
    worker,
    verbs: {
      assistants: {
        search: createSearchAssistants({ db }),
        get: ({ ctx, input }: AssistantCall) => findAssistant(db, ctx.principal.tenantId, input.assistantId),
        graph: createReadGraph({ db, graphs }),
        schemas: createReadSchemas({ db, graphs }),
        subgraphs: createReadSubgraphs({ db, graphs }),
      },
      threads: {
        create: createCreateThread({ db, newId }),
        get: ({ ctx, input }: ThreadCall) => findThread(db, ctx.principal.tenantId, input.threadId),
        patch: createPatchThread({ db }),
        delete: createDeleteThread({
          db,
          cancelRuns: (tenantId, threadId) =>
            cancelRun({ tenantId, threadId, action: "interrupt", reason: "api" }),
          deleteCheckpoints: checkpoints.deleteThread,
        }),
        search: createSearchThreads({ db }),
        count: createCountThreads({ db }),
        state: createReadState(states),
        history: createReadHistory(states),
        updateState: createUpdateState(states),
      },
      runs: {
        create: createStartRun({ db, newId, graphs, executor: worker, cancelActive: cancelRun }),
        stream: createStreamRun({ db, followRun }),
        output: createRunOutput({ db, followRun }),
        list: createListRuns({ db }),
        get: createGetRun({ db }),
        cancel: createEndRun(ending),
        delete: createDeleteRun(ending),
      },
    },
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
