import type { Database } from "../db/database.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { RunStatus } from "../domain/run.ts";
import { AppError } from "../domain/errors.ts";
import { writeNote } from "../log/row-note.ts";
import { toWireJson } from "../log/wire.ts";
import { eventRowsFrom, toEventColumns } from "../log/store-rows.ts";
import type { Sealed } from "../log/writer.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import { STATE_BEFORE, toOutbox } from "../runs/webhook-outbox.ts";

export type Outcome = {
  status: Exclude<RunStatus, "pending" | "running">;
  /** JSON text of the root state; null keeps what the thread has. */
  valuesJson: string | null;
  /** By task id. */
  interrupts: Record<string, Interrupt[]>;
  /** The head has tasks that wait for a person or a breakpoint. */
  waiting: boolean;
  /** Class and words, and what else clients of the thread protocol are told. */
  error: { error: string; message: string; [key: string]: unknown } | null;
  /** It was not let in: the thread stays as it was. */
  isRefused?: boolean;
};

export type Finished = {
  /** The status that stands: a cancel may have come first. */
  status: RunStatus | "rollback";
  /** Another run of the thread waits. */
  more: boolean;
};

/** What readers of the tape are told with the `end`: whether the thread waits, and what is asked. */
export function toEndNote({ waiting, interrupts }: Outcome): string | null {
  const ids = Object.values(interrupts)
    .flat()
    .map(({ id }) => id);
  return writeNote({ ...(waiting ? { waiting } : {}), ...(ids.length === 0 ? {} : { interrupts: ids }) });
}

/**
 * The run's last statement: remaining events, `end`, run row and thread row become true together, and only under the
 * run's fence. Answers null when the run is to be rolled back instead. Throws `claim_lost`.
 */
export async function finishRun(
  db: Database,
  run: ClaimedRun,
  sealed: Sealed & { note: string | null },
  outcome: Outcome,
): Promise<Finished | null> {
  const rows = await db.run<Finished>(run.tenantId, run.kwargs.webhook === null ? FINISH : FINISH_AND_TELL, [
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
    run.attempt,
    sealed.at,
    sealed.note,
    outcome.isRefused === true,
    run.threadId,
    ...toEventColumns(sealed.rows),
  ]);
  const [finished] = rows;
  return finished === undefined ? findEnd(db, run) : { status: finished.status, more: finished.more };
}

/**
 * Why nothing was changed: the run, still this worker's, is to leave nothing behind (null), or this very statement was
 * done before and its answer was lost. Throws `claim_lost`.
 */
async function findEnd(db: Database, run: ClaimedRun): Promise<Finished | null> {
  const [row] = await db.run<{ status: RunStatus; is_rollback: boolean }>(
    run.tenantId,
    `select status, cancel_action is not distinct from 'rollback' as is_rollback from runs
     where tenant_id = $1 and run_id = $2 and fence = $3`,
    [run.tenantId, run.runId, run.fence],
  );
  if (row === undefined || row.status === "pending")
    throw new AppError("claim_lost", `Another worker has run ${run.runId}`);
  if (row.status !== "running") return { status: row.status, more: true };
  if (row.is_rollback) return null;
  throw new AppError("claim_lost", `Another worker has run ${run.runId}`);
}

/** How long the stream of a run whose thread is deleted with it can still be joined. */
const KEPT_AFTER_END = "interval '2 minutes'";

/** `returned`: of the run's row. `further`: what else becomes true in the same moment. */
const toFinish = (returned: string, further: string): string => `
  with mine as (
    update runs set
      status = case when cancel_action is not null then 'interrupted' else $4 end,
      ended_at = now(), updated_at = now(), lease_until = null, worker = null, next_run_seq = $6::int + 1,
      error = case when cancel_action is null then $10::jsonb end
    where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'
      and cancel_action is distinct from 'rollback'
    returning ${returned}
  ), logged as (
    insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at, note)
    select mine.tenant_id, mine.thread_id, mine.run_id, e.* from mine, ${eventRowsFrom(17)}
    union all
    select tenant_id, thread_id, run_id, $5::bigint, $6::int, $12::int, '', 'end',
      json_build_object('run_id', run_id, 'status', status)::text, $13::bigint, $14::text
    from mine
    on conflict (tenant_id, thread_id, seq) do nothing
  ), thread as (
    update threads set
      status = case
        when $15::boolean and threads.active_runs > 1 then 'busy'
        when $15::boolean and threads.error is not null then 'error'
        when $15::boolean then case when threads.interrupts = '{}'::jsonb then 'idle' else 'interrupted' end
        when mine.status in ('error', 'timeout') then 'error'
        when $9::boolean and mine.status <> 'interrupted' then 'interrupted'
        when threads.active_runs > 1 then 'busy'
        when $9::boolean then 'interrupted'
        else 'idle' end,
      active_runs = greatest(threads.active_runs - 1, 0),
      values = coalesce($7::jsonb, values),
      interrupts = case when $15::boolean then interrupts else $8::jsonb end,
      error = case
        when $15::boolean then threads.error when mine.status in ('error', 'timeout') then $10::jsonb end,
      next_seq = $5::bigint + 1, updated_at = now(),
      state_updated_at = case when $15::boolean then state_updated_at else now() end,
      delete_after = case when $11::boolean then now() + ${KEPT_AFTER_END} end
    from mine
    where threads.tenant_id = $1 and threads.thread_id = $16
    returning threads.active_runs > 0 as more
  )${further}
  select mine.status, coalesce(thread.more, false) as more
  from mine left join thread on true`;

const FINISH = toFinish("tenant_id, thread_id, run_id, status", "");
const FINISH_AND_TELL = toFinish("runs.*", `, ${toOutbox("mine", `coalesce($7::jsonb, ${STATE_BEFORE})`)}`);
