import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { RunConfig } from "../domain/run.ts";
import { toConfigurable, type Inserted } from "./insert-run.ts";
import type { NewRun } from "./new-run.ts";

const MOST_LOOKS = 4;
const AGAIN_AFTER_MS = 300;

type Row = {
  run_id: string;
  /** Still as this worker claimed it. */
  mine: boolean;
  created_at: string;
  first_seq: number | null;
  next_seq: number;
  config: RunConfig;
  metadata: Record<string, unknown>;
};

/**
 * What became of runs whose insertion was sent and never answered; null when they are not there, or the database cannot
 * be asked. Without it a client would be told of a failure, and create the run once more.
 */
export async function findInserted(db: Database, runs: readonly NewRun[]): Promise<Inserted[] | null> {
  for (let look = 1; look <= MOST_LOOKS; look++) {
    try {
      const inserted = await Promise.all(runs.map((run) => find(db, run)));
      return inserted.every((each) => each !== null) ? inserted : null;
    } catch (error) {
      if (!isAppError(error, "unavailable")) throw error;
      await sleep(AGAIN_AFTER_MS);
    }
  }
  return null;
}

async function find(db: Database, { tenantId, runId, claim }: NewRun): Promise<Inserted | null> {
  const [row] = await db.run<Row>(tenantId, FIND, [tenantId, runId, claim?.worker ?? null]);
  if (row === undefined) return null;
  return {
    status: row.mine ? "running" : "pending",
    createdAt: row.created_at,
    seq: row.first_seq ?? 0,
    appliedThroughSeq: (row.first_seq ?? row.next_seq) - 1,
    threadConfigurable: toConfigurable(row.config),
    threadMetadata: row.metadata,
    isFresh: false,
    // Those that make way for it hear of it with the next renewal of their lease.
    stopped: [],
  };
}

const FIND = `
  select r.run_id, r.created_at, r.first_seq, t.next_seq, t.config, t.metadata,
    r.status = 'running' and r.fence = 1 and r.worker is not distinct from $3 as mine
  from runs r join threads t on t.tenant_id = r.tenant_id and t.thread_id = r.thread_id
  where r.tenant_id = $1 and r.run_id = $2`;
