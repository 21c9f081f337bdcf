import type { Database } from "../db/database.ts";
import type { ClaimedRun, Claimant } from "../runs/claimed-run.ts";
import { createClaimRun, type RunAddress, type Take } from "./claim-run.ts";

/** The run queue in Postgres, as a worker sees it. */
export type RunQueue = {
  /** Claims up to `limit` due runs, at most one of a thread, and hands over each at once. */
  claimDue(limit: number, take: Take): Promise<{ claimed: number; more: boolean }>;
  /**
   * Prolongs the leases of the runs held. Answers those that are still this worker's: which are to be cancelled, and
   * whether the lease has most of its time before it.
   */
  renew(held: { runId: string; fence: number }[]): Promise<Map<string, Renewed>>;
  /**
   * Takes over up to `limit` runs whose worker is gone, whether to execute them again or to close them. True when more
   * are left.
   */
  claimLapsed(limit: number, except: string[], take: Take): Promise<boolean>;
  /** Gives a run back unfinished, for any worker to go on with; does not count as an attempt. */
  release(run: ClaimedRun): Promise<void>;
};

export type Renewed = { cancelled: boolean; prolonged: boolean };

type Due = { [Key in keyof RunAddress]: RunAddress[Key] | null } & { seen_to: string };

/** Asked for beyond what there is room for, since other workers ask at the same time. */
const SPARE = 8;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

export function createRunQueue({ db, ...claimant }: Claimant & { db: Database }): RunQueue {
  const { worker, leaseMs, tenantLimit } = claimant;
  const claimRun = createClaimRun({ db, ...claimant });
  /** Where the tenants begin that were not looked at last time. */
  let behind = BEFORE_ALL;

  /** Claims until there is no more room, or nothing to claim; answers how many. */
  async function claimEach(
    addresses: RunAddress[],
    limit: number,
    from: "pending" | "lapsed",
    take: Take,
  ): Promise<number> {
    let next = 0;
    let claimed = 0;
    async function claimOne(): Promise<void> {
      for (let address = addresses[next++]; address !== undefined; address = addresses[next++]) {
        const run = await claimRun(address, from);
        if (run === undefined) continue;
        claimed += 1;
        return take(run);
      }
    }
    await Promise.all(Array.from({ length: Math.min(limit, addresses.length) }, claimOne));
    return claimed;
  }

  return {
    async claimDue(limit, take) {
      const asked = limit + SPARE;
      const rows = await db.system<Due>(
        "select tenant_id, thread_id, run_id, seen_to from rf_due_runs($1, $2, $3::uuid)",
        [asked, tenantLimit, behind],
      );
      behind = rows[0]?.seen_to ?? BEFORE_ALL;
      const due = rows.flatMap(({ tenant_id, thread_id, run_id }) =>
        tenant_id === null || thread_id === null || run_id === null ? [] : [{ tenant_id, thread_id, run_id }],
      );
      const claimed = await claimEach(due, limit, "pending", take);
      return { claimed, more: claimed < due.length && (claimed === limit || due.length === asked) };
    },
    async claimLapsed(limit, except, take) {
      const lapsed = await db.system<RunAddress>(
        "select tenant_id, thread_id, run_id from rf_lapsed_runs($1, $2::uuid[])",
        [limit + 1, except],
      );
      await claimEach(lapsed, limit, "lapsed", take);
      return lapsed.length > limit;
    },
    async renew(held) {
      if (held.length === 0) return new Map();
      const rows = await db.system<{ run_id: string; cancel_action: string | null; prolonged: boolean }>(
        "select run_id, cancel_action, prolonged from rf_renew_leases($1, $2, $3::uuid[], $4::bigint[])",
        [worker, leaseMs, held.map(({ runId }) => runId), held.map(({ fence }) => fence)],
      );
      return new Map(
        rows.map((row) => [row.run_id, { cancelled: row.cancel_action !== null, prolonged: row.prolonged }]),
      );
    },
    async release(run) {
      await db.run(run.tenantId, RELEASE, [run.tenantId, run.runId, run.fence]);
    },
  };
}

const RELEASE = `
  update runs set status = 'pending', attempt = attempt - 1, fence = fence + 1, worker = null, lease_until = null,
    tenant_slot = null
  where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running'`;
