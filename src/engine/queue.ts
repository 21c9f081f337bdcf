import { toSqlState, type Database } from "../db/database.ts";
import { SEQ_BLOCK } from "../log/numbers.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

/** The run queue in Postgres, as a worker sees it. */
export type RunQueue = {
  /** Claims up to `limit` due runs, at most one of a thread, and hands over each at once. True when more are due. */
  claimDue(limit: number, take: (run: ClaimedRun & { cancelled: boolean }) => void): Promise<boolean>;
  /** Prolongs the leases of the runs held; tells which are still held and which are to be cancelled. */
  renew(held: { runId: string; fence: number }[]): Promise<Map<string, { cancelled: boolean }>>;
  /** Takes over runs whose worker is gone, whether to execute them again or to close them. */
  claimLapsed(
    limit: number,
    except: string[],
    take: (run: ClaimedRun & { cancelled: boolean }) => void,
  ): Promise<void>;
  /** Gives a run back unfinished, for any worker to go on with; does not count as an attempt. */
  release(run: ClaimedRun): Promise<void>;
  nextDueMs(): Promise<number | null>;
};

type QueueDeps = { db: Database; worker: string; leaseMs: number };
type Address = { tenant_id: string; thread_id: string; run_id: string };
type ClaimRow = Omit<Address, "tenant_id"> & {
  assistant_id: string;
  graph_id: string;
  kwargs: ClaimedRun["kwargs"];
  metadata: Record<string, unknown>;
  attempt: number;
  fence: number;
  seq: number;
  run_seq: number;
  cancel_action: string | null;
};

const UNIQUE_VIOLATION = "23505";

export function createRunQueue({ db, worker, leaseMs }: QueueDeps): RunQueue {
  /** Claims one run inside its tenant; undefined when somebody else was faster. */
  async function claim(address: Address, from: "pending" | "lapsed"): Promise<ClaimRow | undefined> {
    const { tenant_id, thread_id, run_id } = address;
    try {
      const rows = await db.run<ClaimRow>(tenant_id, from === "pending" ? CLAIM_PENDING : CLAIM_LAPSED, [
        tenant_id,
        thread_id,
        run_id,
        worker,
        leaseMs,
      ]);
      return rows[0];
    } catch (error) {
      if (toSqlState(error) === UNIQUE_VIOLATION) return undefined;
      throw error;
    }
  }
  async function claimEach(
    addresses: Address[],
    from: "pending" | "lapsed",
    take: (run: ClaimedRun & { cancelled: boolean }) => void,
  ): Promise<void> {
    await Promise.all(
      addresses.map(async (address) => {
        const row = await claim(address, from);
        if (row !== undefined) take(toClaimedRun(address.tenant_id, row));
      }),
    );
  }

  return {
    async claimDue(limit, take) {
      const due = await db.system<Address>("select tenant_id, thread_id, run_id from rf_due_runs($1)", [
        limit + 1,
      ]);
      await claimEach(due.slice(0, limit), "pending", take);
      return due.length > limit;
    },
    async claimLapsed(limit, except, take) {
      const lapsed = await db.system<Address>(
        "select tenant_id, thread_id, run_id from rf_lapsed_runs($1, $2::uuid[])",
        [limit, except],
      );
      await claimEach(lapsed, "lapsed", take);
    },
    async renew(held) {
      if (held.length === 0) return new Map();
      const rows = await db.system<{ run_id: string; cancel_action: string | null }>(
        "select run_id, cancel_action from rf_renew_leases($1, $2, $3::uuid[], $4::bigint[])",
        [worker, leaseMs, held.map(({ runId }) => runId), held.map(({ fence }) => fence)],
      );
      return new Map(rows.map((row) => [row.run_id, { cancelled: row.cancel_action !== null }]));
    },
    async release(run) {
      await db.run(
        run.tenantId,
        `update runs set status = 'pending', attempt = attempt - 1, fence = fence + 1, worker = null, lease_until = null
         where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'`,
        [run.tenantId, run.runId, run.fence],
      );
    },
    async nextDueMs() {
      const [row] = await db.system<{ wait_ms: number | null }>("select wait_ms from rf_next_due_ms()");
      return row?.wait_ms ?? null;
    },
  };
}

/** Reserves a block of numbers in the thread's log together with the claim. */
const toClaim = (condition: string): string => `
  with taken as (
    select run_id from runs
    where tenant_id = $1 and run_id = $3 and ${condition}
    for update skip locked
  ), thread as (
    update threads set next_seq = next_seq + ${SEQ_BLOCK}, status = 'busy'
    where tenant_id = $1 and thread_id = $2 and exists (select 1 from taken)
    returning next_seq - ${SEQ_BLOCK} as seq
  )
  update runs set status = 'running', attempt = attempt + 1, fence = fence + 1, worker = $4, updated_at = now(),
    lease_until = now() + $5::int * interval '1 millisecond', started_at = coalesce(started_at, now()),
    first_seq = coalesce(first_seq, thread.seq), next_run_seq = next_run_seq + ${SEQ_BLOCK}
  from taken, thread
  where runs.tenant_id = $1 and runs.run_id = taken.run_id
  returning runs.run_id, thread_id, assistant_id, graph_id, kwargs, metadata, attempt, fence, thread.seq,
    next_run_seq - ${SEQ_BLOCK} as run_seq, cancel_action`;

const CLAIM_PENDING = toClaim("status = 'pending'");
const CLAIM_LAPSED = toClaim("status = 'running' and lease_until < now()");

function toClaimedRun(tenantId: string, row: ClaimRow): ClaimedRun & { cancelled: boolean } {
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
    cancelled: row.cancel_action !== null,
  };
}
