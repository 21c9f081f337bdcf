import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { Finished } from "./finish-run.ts";

/**
 * The last statement of a run that is taken back, after its checkpoints: run and events go. The thread's row still says
 * what it said before the run, since a run changes it only at its end. Throws `claim_lost`.
 */
export async function rollBackRun(db: Database, run: ClaimedRun): Promise<Finished> {
  const [gone] = await db.run<{ more: boolean }>(run.tenantId, ROLL_BACK, [
    run.tenantId,
    run.runId,
    run.fence,
    run.kwargs.temporary,
  ]);
  if (gone !== undefined) return { status: "rollback", more: gone.more };
  const [left] = await db.run(run.tenantId, "select 1 from runs where tenant_id = $1 and run_id = $2", [
    run.tenantId,
    run.runId,
  ]);
  // It was done before, and its answer was lost.
  if (left === undefined) return { status: "rollback", more: true };
  throw new AppError("claim_lost", `Another worker has run ${run.runId}`);
}

const ROLL_BACK = `
  with gone as (
    delete from runs
    where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running' and cancel_action = 'rollback'
    returning tenant_id, thread_id, run_id, first_seq
  ), gone_events as (
    delete from thread_events e using gone
    where e.tenant_id = gone.tenant_id and e.thread_id = gone.thread_id and e.seq >= gone.first_seq
      and e.run_id = gone.run_id
  ), thread as (
    update threads set updated_at = now(), delete_after = case when $4::boolean then now() end,
      active_runs = greatest(active_runs - 1, 0),
      status = case
        when active_runs > 1 then 'busy'
        when error is not null then 'error'
        when interrupts = '{}'::jsonb then 'idle'
        else 'interrupted' end
    from gone
    where threads.tenant_id = gone.tenant_id and threads.thread_id = gone.thread_id
    returning active_runs > 0 as more
  )
  select coalesce(thread.more, false) as more
  from gone left join thread on true`;
