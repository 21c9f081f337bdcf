import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import { requireThread, threadNotFound } from "./thread-row.ts";

export type DeleteDeps = {
  db: Database;
  /** Tells every active run of the thread to stop. */
  cancelRuns(tenantId: string, threadId: string): Promise<unknown>;
};

/** Deletes a thread with all that belongs to it; active runs are told to stop and can write nothing more. */
export function createDeleteThread(deps: DeleteDeps) {
  return async function deleteThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: { threadId: string };
  }): Promise<void> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:delete", { thread_id: input.threadId });
    await requireThread(deps.db, tenantId, value.thread_id, filter);
    if (!(await stopAndRemove(deps, tenantId, value.thread_id))) throw threadNotFound(value.thread_id);
  };
}

export async function stopAndRemove(
  { db, cancelRuns }: DeleteDeps,
  tenantId: string,
  threadId: string,
): Promise<boolean> {
  await cancelRuns(tenantId, threadId);
  return removeThread(db, tenantId, threadId);
}

/** `expired`: only a thread whose time is over, and which nobody has begun to use again. */
type RemoveOptions = { expired?: boolean };

/**
 * Locks in the order of the workers, the runs before their thread, and deletes only what it has locked or what nobody
 * can add to any more: a creator waits for the thread's row and then finds none. All of it goes in one transaction.
 */
export async function removeThread(
  db: Database,
  tenantId: string,
  threadId: string,
  { expired = false }: RemoveOptions = {},
): Promise<boolean> {
  return db.transaction(tenantId, async ({ query }) => {
    const address = [tenantId, threadId];
    await query("select 1 from runs where tenant_id = $1 and thread_id = $2 for update", address);
    const [thread] = await query(
      expired ? `${LOCK} and ${IS_OVER} for update` : `${LOCK} for update`,
      address,
    );
    if (thread === undefined) return false;
    await query(REMOVE, [...address, threadId]);
    return true;
  });
}

const LOCK = "select 1 from threads where tenant_id = $1 and thread_id = $2";
const IS_OVER = "active_runs = 0 and expires_at < timezone('UTC', now())";

/** Each by its own key, so that each finds its index. */
const OWN_UUID = ["runs", "thread_events", "crons", "task_pushes"];
/** These name their thread as text: a graph that is used on its own may call its threads anything. */
const OWN_TEXT = ["checkpoints", "checkpoint_blobs", "checkpoint_writes", "effects"];
const REMOVE = `
  with ${[
    ...OWN_UUID.map(
      (table) => `${table}_gone as (delete from ${table} where tenant_id = $1 and thread_id = $2)`,
    ),
    ...OWN_TEXT.map(
      (table) => `${table}_gone as (delete from ${table} where tenant_id = $1 and thread_id = $3)`,
    ),
  ].join(", ")}
  delete from threads where tenant_id = $1 and thread_id = $2`;
