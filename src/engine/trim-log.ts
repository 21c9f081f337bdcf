import type { Database } from "../db/database.ts";

/**
 * Takes away the events of a thread's oldest runs, once the log of the thread is larger than `keepBytes` as it is
 * stored. What the newest run said stays in any case, and what the one before it did. Answers how many events went:
 * readers of those runs hear how they ended, and the state is in the checkpoints.
 */
export function createTrimLog({ db, keepBytes }: { db: Database; keepBytes: number }) {
  return async function trimLog(tenantId: string, threadId: string): Promise<number> {
    const [row] = await db.run<{ gone: number }>(tenantId, TRIM, [tenantId, threadId, keepBytes]);
    return row?.gone ?? 0;
  };
}

const TRIM = `
  with told as (
    select run_id, min(seq) as first, sum(pg_column_size(data) + coalesce(pg_column_size(note), 0)) as bytes
    from thread_events where tenant_id = $1::uuid and thread_id = $2::uuid group by run_id
  ), newest as (
    select first, row_number() over (order by first desc) as place, sum(bytes) over (order by first desc) as bytes
    from told
  ), gone as (
    delete from thread_events
    where tenant_id = $1::uuid and thread_id = $2::uuid
      and seq < (select min(first) from newest where place <= 2 or bytes <= $3::bigint)
    returning 1
  )
  select count(*) as gone from gone`;
