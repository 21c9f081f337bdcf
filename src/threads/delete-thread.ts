import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import { threadNotFound } from "./thread-row.ts";

type DeleteDeps = {
  db: Database;
  /** Tells every active run of the thread to stop. */
  cancelRuns(tenantId: string, threadId: string): Promise<unknown>;
  /** Removes the thread's checkpoints. */
  deleteCheckpoints(tenantId: string, threadId: string): Promise<void>;
};

/** Deletes a thread with all that belongs to it; active runs are told to stop and can write nothing more. */
export function createDeleteThread({ db, cancelRuns, deleteCheckpoints }: DeleteDeps) {
  return async function deleteThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: { threadId: string };
  }): Promise<void> {
    const { tenantId } = ctx.principal;
    const { threadId } = input;
    await cancelRuns(tenantId, threadId);
    const deleted = await removeThread(db, tenantId, threadId);
    if (!deleted) throw threadNotFound(threadId);
    await deleteCheckpoints(tenantId, threadId);
  };
}

/** One statement for rows and log. A worker that still runs one of its runs loses its claim with the run's row. */
export async function removeThread(db: Database, tenantId: string, threadId: string): Promise<boolean> {
  const rows = await db.run(
    tenantId,
    `with gone_runs as (delete from runs where tenant_id = $1 and thread_id = $2),
       gone_events as (delete from thread_events where tenant_id = $1 and thread_id = $2)
     delete from threads where tenant_id = $1 and thread_id = $2 returning thread_id`,
    [tenantId, threadId],
  );
  return rows.length > 0;
}
