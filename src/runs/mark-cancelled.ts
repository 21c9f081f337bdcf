import type { Session } from "../db/database.ts";
import { STATE_BEFORE, toOutbox } from "./webhook-outbox.ts";

export type CancelRequest = {
  tenantId: string;
  threadId: string;
  /** One run, or several; without either all active runs of the thread. */
  runId?: string;
  runIds?: readonly string[];
  action: "interrupt" | "rollback";
  reason: string;
};

/** `running`: a worker has it and is still to stop; else the run is over, after a rollback even gone. */
export type StoppedRun = { runId: string; running: boolean };

/** One statement: marks the active runs, ends those that wait, and frees the thread when nothing is left on it. */
export async function markCancelled(query: Session["query"], request: CancelRequest): Promise<StoppedRun[]> {
  const { tenantId, threadId, runId, action, reason } = request;
  const runIds = runId === undefined ? request.runIds : [runId];
  const rows = await query<{ run_id: string; running: boolean }>(
    action === "rollback" ? ROLL_BACK : INTERRUPT,
    [tenantId, threadId, runIds ?? null, reason],
  );
  return rows.map((row) => ({ runId: row.run_id, running: row.running }));
}

const HIT = "tenant_id = $1 and thread_id = $2 and ($3::uuid[] is null or run_id = any($3))";

/**
 * Counting reads every marked run, and so locks them all, before the thread: the order in which workers lock. What
 * the thread was before its waiting runs came can be read off its row.
 */
const toStatement = (marking: string): string => `
  with ${marking}, ended as (
    select count(*) as number, count(*) filter (where not running) as waiting from marked
  ), freed as (
    update threads set updated_at = now(), active_runs = threads.active_runs - ended.waiting, status = case
      when threads.status <> 'busy' or threads.active_runs > ended.waiting then threads.status
      when error is not null then 'error' when interrupts = '{}'::jsonb then 'idle' else 'interrupted' end
    from ended
    where tenant_id = $1 and thread_id = $2 and ended.number > 0
  )
  select run_id, running from marked`;

const INTERRUPT = toStatement(`
  marked as (
    update runs set
      status = case when status = 'pending' then 'interrupted' else status end,
      ended_at = case when status = 'pending' then now() end,
      cancel_action = 'interrupt', cancel_reason = $4, updated_at = now()
    where ${HIT} and status in ('pending', 'running')
    returning runs.*, status = 'running' as running
  ), over as (
    select * from marked where not running
  ), ${toOutbox("over", STATE_BEFORE)}`);

/** A run that waits again after a worker had it has left traces: it is taken back by the worker that claims it. */
const ROLL_BACK = toStatement(`
  gone as (
    delete from runs where ${HIT} and status = 'pending' and first_seq is null returning run_id
  ), hit as (
    update runs set cancel_action = 'rollback', cancel_reason = $4, updated_at = now()
    where ${HIT} and (status = 'running' or (status = 'pending' and first_seq is not null))
    returning run_id
  ), marked as (
    select run_id, false as running from gone union all select run_id, true from hit
  )`);
