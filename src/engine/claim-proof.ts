import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

/** The part of a lease in which nobody else can have taken the run, whatever the two clocks say. */
const PROVEN = 0.8;

export type ClaimProof = {
  /** Whether nobody else can have the run, by this process's own clock. */
  stands(): boolean;
  /** The lease was prolonged by a statement sent at this time of `performance`. */
  renewed(at: number): void;
  /** Throws `claim_lost` when another worker has the run. */
  demand(): Promise<void>;
};

type ProofDeps = { db: Database; leaseMs: number };

/** What a worker knows of its claim without asking: a process may have stood still for longer than its lease. */
export function createClaimProof({ db, leaseMs }: ProofDeps, run: ClaimedRun): ClaimProof {
  let provenUntil = performance.now() + leaseMs * PROVEN;
  const stands = (): boolean => performance.now() < provenUntil;
  const renewed = (at: number): void => {
    provenUntil = at + leaseMs * PROVEN;
  };
  return {
    stands,
    renewed,
    async demand() {
      if (stands()) return;
      const sentAt = performance.now();
      const rows = await db.run(run.tenantId, PROLONG, [run.tenantId, run.runId, run.fence, leaseMs]);
      if (rows.length === 0) throw new AppError("claim_lost", `Another worker has run ${run.runId}`);
      renewed(sentAt);
    },
  };
}

/**
 * The database as the graph of a run works with it: after each statement the claim must stand. So a process that stood
 * still in the midst of a step begins no further one when it wakes up and another has the run.
 */
export function createProvenDatabase(db: Database, proof: ClaimProof): Database {
  async function proven<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    await proof.demand();
    return result;
  }
  return {
    ...db,
    run: (tenantId, text, values) => proven(db.run(tenantId, text, values)),
    transaction: (tenantId, work) => proven(db.transaction(tenantId, work)),
  };
}

const PROLONG = `
  update runs set lease_until = now() + $4::int * interval '1 millisecond'
  where tenant_id = $1 and run_id = $2 and fence = $3 and status = 'running' returning 1 as held`;
