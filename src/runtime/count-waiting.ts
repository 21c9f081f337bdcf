import type { Database } from "../db/database.ts";

const MOST = 1_000;
const FIRST_TENANT = "00000000-0000-0000-0000-000000000000";

/** Threads whose next run is due and waits for a worker, of as many tenants as a claim looks at; null without an answer. */
export async function countWaiting(db: Database): Promise<number | null> {
  try {
    const [row] = await db.system<{ waiting: number }>(
      "select count(*) as waiting from rf_due_runs($1, null, $2::uuid)",
      [MOST, FIRST_TENANT],
    );
    return row?.waiting ?? null;
  } catch {
    return null;
  }
}
