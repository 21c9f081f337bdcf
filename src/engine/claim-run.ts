import { toSqlState, type Database } from "../db/database.ts";
import { SEQ_BLOCK } from "../log/numbers.ts";
import type { ClaimedRun, Claimant } from "../runs/claimed-run.ts";
import { toFreeSlot } from "../runs/tenant-slot.ts";

export type RunAddress = { tenant_id: string; thread_id: string; run_id: string };

/** A claimed run; cancelled when that was asked for while nobody had it. */
export type TakenRun = ClaimedRun & { cancelled: boolean };
export type Take = (run: TakenRun) => void;

type ClaimRow = Omit<RunAddress, "tenant_id"> & {
  assistant_id: string;
  graph_id: string;
  kwargs: ClaimedRun["kwargs"];
  metadata: Record<string, unknown>;
  attempt: number;
  fence: number;
  seq: number;
  run_seq: number;
  caller: ClaimedRun["caller"];
  age_ms: number;
  cancel_action: string | null;
};

const UNIQUE_VIOLATION = "23505";
const MOST_RACES = 4;

/** Claims one run inside its tenant; undefined when somebody else was faster, or the tenant has no place for it. */
export function createClaimRun({ db, worker, leaseMs, tenantLimit }: Claimant & { db: Database }) {
  return async function claimRun(
    { tenant_id, thread_id, run_id }: RunAddress,
    from: "pending" | "lapsed",
  ): Promise<TakenRun | undefined> {
    const values = [tenant_id, thread_id, run_id, worker, leaseMs];
    for (let race = 1; race <= MOST_RACES; race++) {
      try {
        const [row] =
          from === "pending"
            ? await db.run<ClaimRow>(tenant_id, CLAIM_PENDING, [...values, tenantLimit])
            : await db.run<ClaimRow>(tenant_id, CLAIM_LAPSED, values);
        return row === undefined ? undefined : toTakenRun(tenant_id, row);
      } catch (error) {
        if (toSqlState(error) !== UNIQUE_VIOLATION) throw error;
        // Another run of the thread, or one that took the same of the tenant's places.
        if (tenantLimit === null) return undefined;
      }
    }
    return undefined;
  };
}

/** Reserves a block of numbers in the thread's log together with the claim. */
const toClaim = (condition: string, slot: string): string => `
  with slot as (${slot}), taken as (
    select run_id from runs
    where tenant_id = $1 and run_id = $3 and ${condition} and exists (select 1 from slot)
    for update skip locked
  ), thread as (
    update threads set next_seq = next_seq + ${SEQ_BLOCK}, status = 'busy'
    where tenant_id = $1 and thread_id = $2 and exists (select 1 from taken)
    returning next_seq - ${SEQ_BLOCK} as seq
  )
  update runs set status = 'running', attempt = attempt + 1, fence = fence + 1, worker = $4, updated_at = now(),
    lease_until = now() + $5::int * interval '1 millisecond', started_at = coalesce(started_at, now()),
    first_seq = coalesce(first_seq, thread.seq), next_run_seq = next_run_seq + ${SEQ_BLOCK},
    tenant_slot = coalesce(slot.n, tenant_slot)
  from taken, thread, slot
  where runs.tenant_id = $1 and runs.run_id = taken.run_id
  returning runs.run_id, thread_id, assistant_id, graph_id, kwargs, metadata, attempt, fence, thread.seq,
    next_run_seq - ${SEQ_BLOCK} as run_seq, caller, extract(epoch from now() - started_at)::float8 * 1000 as age_ms,
    cancel_action`;

const CLAIM_PENDING = toClaim("status = any (array['pending'])", toFreeSlot("$1", "$6"));
/** It still has its place among the tenant's runs. */
const CLAIM_LAPSED = toClaim("status = 'running' and lease_until < now()", "select null::int as n");

function toTakenRun(tenantId: string, row: ClaimRow): TakenRun {
  return {
    tenantId,
    threadId: row.thread_id,
    runId: row.run_id,
    assistantId: row.assistant_id,
    graphId: row.graph_id,
    kwargs: row.kwargs,
    metadata: row.metadata,
    attempt: row.attempt,
    fence: row.fence,
    seq: row.seq,
    runSeq: row.run_seq,
    caller: row.caller,
    ageMs: row.age_ms,
    isFresh: false,
    cancelled: row.cancel_action !== null,
  };
}
