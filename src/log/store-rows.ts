import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { EventRow } from "./event-row.ts";
import { packRows } from "./pack-rows.ts";

/** The claim under which a worker writes, with the numbers it has reserved. */
export type LogClaim = {
  tenantId: string;
  threadId: string;
  runId: string;
  attempt: number;
  fence: number;
  /** First number of the reserved block in the thread, and in the run's stream. */
  seq: number;
  runSeq: number;
};

/** The values `$1`… of `EVENT_ROWS`, column by column. */
export function toEventColumns(events: readonly EventRow[]): unknown[] {
  const rows = packRows(events);
  return [
    rows.map((row) => row.seq),
    rows.map((row) => row.runSeq),
    rows.map((row) => row.attempt),
    rows.map((row) => row.ns),
    rows.map((row) => row.mode),
    rows.map((row) => row.json),
    rows.map((row) => row.at),
    rows.map((row) => row.note),
  ];
}

/** Rows out of eight arrays, the first of which is parameter `first`. */
export function eventRowsFrom(first: number): string {
  const types = ["bigint", "integer", "integer", "text", "text", "text", "bigint", "text"];
  const arrays = types.map((type, index) => `$${first + index}::${type}[]`).join(", ");
  return `unnest(${arrays}) as e (seq, run_seq, attempt, ns, mode, data, at, note)`;
}

/** Stores rows under the claim's fence and reserves further numbers. Throws `claim_lost`. */
export async function storeRows(
  db: Database,
  claim: LogClaim,
  rows: readonly EventRow[],
  extendBy: number,
): Promise<void> {
  const stored = await db.run(
    claim.tenantId,
    `with mine as (
       update runs set next_run_seq = next_run_seq + $4
       where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'
       returning tenant_id, thread_id, run_id
     ), logged as (
       insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at, note)
       select mine.tenant_id, mine.thread_id, mine.run_id, e.* from mine, ${eventRowsFrom(5)}
       on conflict (tenant_id, thread_id, seq) do nothing
     ), extended as (
       update threads set next_seq = next_seq + $4 from mine
       where threads.tenant_id = mine.tenant_id and threads.thread_id = mine.thread_id and $4 > 0
     )
     select 1 as held from mine`,
    [claim.tenantId, claim.runId, claim.fence, extendBy, ...toEventColumns(rows)],
  );
  if (stored.length === 0) throw new AppError("claim_lost", `Another worker has run ${claim.runId}`);
}
