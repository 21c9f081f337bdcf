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

/**
 * Locks in the order of the workers, the runs before their thread, and deletes only what it has locked or what nobody
 * can add to any more: a creator waits for the thread's row and then finds none.
 */
export async function removeThread(db: Database, tenantId: string, threadId: string): Promise<boolean> {
  const address = [tenantId, threadId];
  return db.transaction(tenantId, async ({ query }) => {
    await query("select 1 from runs where tenant_id = $1 and thread_id = $2 for update", address);
    const [thread] = await query(
      "select 1 from threads where tenant_id = $1 and thread_id = $2 for update",
      address,
    );
    if (thread === undefined) return false;
    for (const table of ["runs", "thread_events", "threads"]) {
      await query(`delete from ${table} where tenant_id = $1 and thread_id = $2`, address);
    }
    return true;
  });
}
