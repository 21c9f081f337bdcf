import type { Database } from "../db/database.ts";

const MOST_AT_ONCE = 200;

type SweepDeps = { db: Database; deleteThread(tenantId: string, threadId: string): Promise<unknown> };

/** Deletes threads that lived for one run, some time after it: until then its stream can be joined. */
export function createSweepThreads({ db, deleteThread }: SweepDeps) {
  return async function sweepThreads(): Promise<number> {
    const expired = await db.system<{ tenant_id: string; thread_id: string }>(
      "select tenant_id, thread_id from rf_expired_threads($1)",
      [MOST_AT_ONCE],
    );
    for (const { tenant_id, thread_id } of expired) await deleteThread(tenant_id, thread_id);
    return expired.length;
  };
}
