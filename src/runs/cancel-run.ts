import type { Database } from "../db/database.ts";
import type { Hub } from "../log/hub.ts";
import type { RunExecutor } from "./claimed-run.ts";

export type CancelRequest = {
  tenantId: string;
  threadId: string;
  /** One run; without it all active runs of the thread. */
  runId?: string;
  except?: string;
  action: "interrupt" | "rollback";
  reason: string;
};

/** Marks runs as cancelled and stops those that are executed. Answers how many were active. */
export type CancelRun = (request: CancelRequest) => Promise<number>;

type CancelDeps = { db: Database; hub: Hub; executor: RunExecutor };

/**
 * A pending run ends here; a running one is told to stop, by its own process at once, by others through a
 * notification and, failing that, with the next renewal of its lease.
 */
export function createCancelRun({ db, hub, executor }: CancelDeps): CancelRun {
  return async function cancelRun({ tenantId, threadId, runId, except, action, reason }) {
    const rows = await db.run<{ run_id: string; status: string }>(tenantId, CANCEL, [
      tenantId,
      threadId,
      runId ?? null,
      except ?? null,
      action,
      reason,
    ]);
    for (const { run_id, status } of rows) {
      if (status !== "running") {
        hub.ring(run_id);
        continue;
      }
      executor.cancel(run_id);
      if (db.kind === "server") await db.notify("rf_cancel", run_id);
    }
    executor.wake();
    return rows.length;
  };
}

const CANCEL = `
  with hit as (
    update runs set
      status = case when status = 'pending' then 'interrupted' else status end,
      ended_at = case when status = 'pending' then now() end,
      cancel_action = $5, cancel_reason = $6, updated_at = now()
    where tenant_id = $1 and thread_id = $2 and status in ('pending', 'running')
      and ($3::uuid is null or run_id = $3) and ($4::uuid is null or run_id <> $4)
    returning run_id, status
  ), thread as (
    update threads set updated_at = now(),
      status = case when interrupts = '{}'::jsonb then 'idle' else 'interrupted' end
    where tenant_id = $1 and thread_id = $2 and status = 'busy' and exists (select 1 from hit)
      and not exists (
        select 1 from runs
        where runs.tenant_id = $1 and runs.thread_id = $2 and runs.status in ('pending', 'running')
          and not exists (select 1 from hit where hit.run_id = runs.run_id and hit.status = 'interrupted')
      )
  )
  select run_id, status from hit`;
