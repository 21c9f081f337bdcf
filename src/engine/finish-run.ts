import type { Database } from "../db/database.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { RunStatus } from "../domain/run.ts";
import { AppError } from "../domain/errors.ts";
import type { EventRow } from "../log/event-row.ts";
import { toWireJson } from "../log/wire.ts";
import { eventRowsFrom, toEventColumns } from "../log/store-rows.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

export type Outcome = {
  status: Exclude<RunStatus, "pending" | "running">;
  /** JSON text of the root state; null keeps what the thread has. */
  valuesJson: string | null;
  /** By task id. */
  interrupts: Record<string, Interrupt[]>;
  /** The head has tasks that wait for a person or a breakpoint. */
  waiting: boolean;
  error: { error: string; message: string } | null;
};

type Sealed = { rows: readonly EventRow[]; nextSeq: number; nextRunSeq: number };

export type Finished = {
  /** The status that stands: a cancel may have come first. */
  status: RunStatus | "rollback";
  /** Another run of the thread waits. */
  more: boolean;
};

/**
 * The run's last statement: remaining events, `end`, run row and thread row become true together, and only under the
 * run's fence. Answers null when the run is to be rolled back instead. Throws `claim_lost`.
 */
export async function finishRun(
  db: Database,
  run: ClaimedRun,
  sealed: Sealed,
  outcome: Outcome,
): Promise<Finished | null> {
  const rows = await db.run<Finished>(run.tenantId, FINISH, [
    run.tenantId,
    run.runId,
    run.fence,
    outcome.status,
    sealed.nextSeq,
    sealed.nextRunSeq,
    outcome.valuesJson,
    toWireJson(outcome.interrupts),
    outcome.waiting,
    outcome.error === null ? null : toWireJson(outcome.error),
    run.kwargs.temporary,
    db.kind === "server",
    run.attempt,
    ...toEventColumns(sealed.rows),
  ]);
  const [finished] = rows;
  if (finished === undefined) {
    if (await isToBeRolledBack(db, run)) return null;
    throw new AppError("claim_lost", `Another worker has run ${run.runId}`);
  }
  return { status: finished.status, more: finished.more };
}

/** Whether the run, which is still this worker's, is to leave nothing behind. */
async function isToBeRolledBack(db: Database, run: ClaimedRun): Promise<boolean> {
  const [row] = await db.run<{ cancel_action: string | null }>(
    run.tenantId,
    "select cancel_action from runs where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'",
    [run.tenantId, run.runId, run.fence],
  );
  return row?.cancel_action === "rollback";
}

/** How long the stream of a run whose thread is deleted with it can still be joined. */
const KEPT_AFTER_END = "interval '2 minutes'";

const FINISH = `
  with mine as (
    update runs set
      status = case when cancel_action is not null then 'interrupted' else $4 end,
      ended_at = now(), updated_at = now(), lease_until = null, worker = null, next_run_seq = $6::int + 1,
      error = $10::jsonb
    where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'
      and cancel_action is distinct from 'rollback'
    returning tenant_id, thread_id, run_id, status
  ), logged as (
    insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at)
    select mine.tenant_id, mine.thread_id, mine.run_id, e.* from mine, ${eventRowsFrom(14)}
    union all
    select tenant_id, thread_id, run_id, $5::bigint, $6::int, $13::int, '', 'end',
      json_build_object('run_id', run_id, 'status', status)::text, extract(epoch from clock_timestamp()) * 1000
    from mine
    on conflict (tenant_id, thread_id, seq) do nothing
  ), thread as (
    update threads set
      status = case
        when mine.status in ('error', 'timeout') then 'error'
        when $9::boolean and mine.status <> 'interrupted' then 'interrupted'
        when threads.active_runs > 1 then 'busy'
        when $9::boolean then 'interrupted'
        else 'idle' end,
      active_runs = greatest(threads.active_runs - 1, 0),
      values = coalesce($7::jsonb, values), interrupts = $8::jsonb, error = $10::jsonb,
      next_seq = $5::bigint + 1, updated_at = now(), state_updated_at = now(),
      delete_after = case when $11::boolean then now() + ${KEPT_AFTER_END} end
    from mine
    where threads.tenant_id = mine.tenant_id and threads.thread_id = mine.thread_id
    returning threads.active_runs > 0 as more
  )
  select mine.status, coalesce(thread.more, false) as more,
    case when $12::boolean then pg_notify('rf_thread', mine.thread_id::text) end
  from mine left join thread on true`;
