import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import { isUuid, toAssistantId, type NewId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run, RunConfig, RunCreate } from "../domain/run.ts";
import type { RunExecutor } from "./claimed-run.ts";
import type { CancelRun } from "./cancel-run.ts";
import { insertRun, type Inserted, type NewRun } from "./insert-run.ts";
import { toRunKwargs, toRunMetadata, toThreadConfig, type RunSurroundings } from "./run-request.ts";
import { toRun } from "./run-row.ts";

type StartRunDeps = {
  db: Database;
  newId: NewId;
  graphs: GraphCatalogue;
  executor: RunExecutor;
  cancelActive: CancelRun;
};

export type StartRun = (call: {
  ctx: CallContext;
  input: { threadId: string | null; body: RunCreate; headers: Record<string, string> };
}) => Promise<Run>;

type Target = RunSurroundings & { assistantId: string; graphId: string };

/**
 * Creates a run and answers when its row is committed. A process with a free slot creates it already claimed and
 * executes it at once. Throws `assistant_not_found`, `thread_not_found`, `thread_busy`.
 */
export function createStartRun({ db, newId, graphs, executor, cancelActive }: StartRunDeps): StartRun {
  return async function startRun({ ctx, input }) {
    const { body, headers } = input;
    const { tenantId } = ctx.principal;
    const threadId = input.threadId ?? newId();
    const target = await findTarget(db, tenantId, body.assistant_id, threadId);
    if (!graphs.has(target.graphId)) throw new AppError("assistant_not_found", "Assistant not found");
    const createThread =
      input.threadId === null || (target.thread === null && body.if_not_exists === "create");
    if (target.thread === null && !createThread) throw threadNotFound(threadId);

    const { assistantId, graphId } = target;
    const slot = executor.reserveSlot();
    const run: NewRun = {
      tenantId,
      threadId,
      runId: newId(),
      assistantId,
      graphId,
      kwargs: toRunKwargs(body, headers, target, input.threadId === null && body.on_completion !== "keep"),
      metadata: toRunMetadata(body, target, { graph_id: graphId, assistant_id: assistantId }),
      threadConfig: toThreadConfig(body, target),
      strategy: body.multitask_strategy ?? "enqueue",
      createThread,
      afterSeconds: body.after_seconds ?? 0,
      claim: slot,
    };
    const inserted = await insertRun(db, run).catch((error: unknown) => {
      if (slot !== null) executor.releaseSlot();
      throw error;
    });
    settle(run, inserted, slot !== null);
    if (inserted.outcome === "no-thread") throw threadNotFound(threadId);
    if (inserted.outcome === "busy") throw new AppError("thread_busy", "Thread is busy");
    // The run exists: were this to fail, the caller would make another. Workers also look for themselves.
    await tellWorkers(run, inserted).catch(() => undefined);
    return toCreatedRun(run, inserted);
  };

  /** Uses the slot for a run that was created claimed, else gives it back. */
  function settle(run: NewRun, inserted: Inserted, reserved: boolean): void {
    if (inserted.outcome === "running") {
      executor.execute({ ...run, attempt: 1, fence: 1, seq: inserted.seq, runSeq: 1 });
    } else if (reserved) {
      executor.releaseSlot();
    }
  }

  async function tellWorkers({ threadId }: NewRun, { outcome, stopped }: Inserted): Promise<void> {
    if (stopped.length > 0) await cancelActive.announce(stopped);
    if (outcome !== "pending") return;
    executor.wake();
    // The run is committed: without the call other workers find it a second later.
    if (db.kind === "server") await db.notify("rf_runs", threadId).catch(() => undefined);
  }
}

function threadNotFound(threadId: string): AppError {
  return new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
}

async function findTarget(
  db: Database,
  tenantId: string,
  reference: string,
  threadId: string,
): Promise<Target> {
  type Json = Record<string, unknown>;
  const [row] = await db.run<{
    assistant_id: string;
    graph_id: string;
    config: RunConfig;
    context: Json;
    metadata: Json;
    found: string | null;
    thread_config: RunConfig;
    thread_metadata: Json;
  }>(
    tenantId,
    `select a.assistant_id, a.graph_id, a.config, a.context, a.metadata,
       t.thread_id as found, t.config as thread_config, t.metadata as thread_metadata
     from assistants a left join threads t
       on t.tenant_id = $1 and t.thread_id = $3 and t.delete_after is null
     where a.tenant_id = $1 and a.assistant_id = $2`,
    [tenantId, isUuid(reference) ? reference : toAssistantId(reference), threadId],
  );
  if (row === undefined) throw new AppError("assistant_not_found", "Assistant not found");
  return {
    assistantId: row.assistant_id,
    graphId: row.graph_id,
    assistant: { config: row.config, context: row.context, metadata: row.metadata },
    thread: row.found === null ? null : { config: row.thread_config, metadata: row.thread_metadata },
  };
}

function toCreatedRun(run: NewRun, { createdAt }: Inserted): Run {
  return toRun({
    run_id: run.runId,
    thread_id: run.threadId,
    assistant_id: run.assistantId,
    created_at: createdAt,
    updated_at: createdAt,
    status: "pending",
    metadata: run.metadata,
    kwargs: run.kwargs,
    multitask_strategy: run.strategy,
    cancel_reason: null,
  });
}
