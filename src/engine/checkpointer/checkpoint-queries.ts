import type { Database, Session } from "../../db/database.ts";
import { HISTORY } from "./history-statements.ts";

export type HeadSummary = {
  checkpointId: string;
  /** The run that wrote it; null for state written through the API. */
  runId: string | null;
  step: number;
  source: string;
};

/** What the server asks of checkpoints beside LangGraph. */
export type CheckpointQueries = {
  /** The latest checkpoint of the thread's root; null before the first. */
  headSummary(tenantId: string, threadId: string): Promise<HeadSummary | null>;
  /** The latest root checkpoint that the run reached; null when it has only prepared the thread for itself. */
  headOfRun(tenantId: string, threadId: string, runId: string): Promise<string | null>;
  /** Takes back what a run wrote: its checkpoints, what it wrote onto earlier ones, and values nobody else needs. */
  deleteOfRun(tenantId: string, threadId: string, runId: string): Promise<void>;
  deleteThread(tenantId: string, threadId: string): Promise<void>;
  /** Copies everything under another thread; the copies belong to no run. */
  copyThread(session: Session, tenantId: string, fromThreadId: string, toThreadId: string): Promise<void>;
  /**
   * Keeps the latest `keep` checkpoints of the thread's root with all they need. `slack` more may have gathered before
   * anything is done; `expired`: only when the thread's time is over. False when a run is active on the thread, or the
   * thread is gone.
   */
  keepLatest(tenantId: string, threadId: string, options: KeepOptions): Promise<boolean>;
};

export type KeepOptions = { keep: number; slack?: number; expired?: boolean };

export function createCheckpointQueries({ db }: { db: Database }): CheckpointQueries {
  return {
    async headSummary(tenantId, threadId) {
      const rows = await db.run<HeadSummary>(tenantId, HEAD_SUMMARY, [tenantId, threadId]);
      return rows[0] ?? null;
    },
    async headOfRun(tenantId, threadId, runId) {
      const rows = await db.run<{ checkpoint_id: string }>(tenantId, HEAD_OF_RUN, [
        tenantId,
        threadId,
        runId,
      ]);
      return rows[0]?.checkpoint_id ?? null;
    },
    async deleteOfRun(tenantId, threadId, runId) {
      await db.transaction(tenantId, async ({ query }) => {
        await query(HISTORY.takeBack, [tenantId, threadId, runId]);
        await query(HISTORY.sweepBlobs, [tenantId, threadId]);
      });
    },
    async deleteThread(tenantId, threadId) {
      await db.run(tenantId, HISTORY.deleteAll, [tenantId, threadId]);
    },
    async copyThread({ query }, tenantId, fromThreadId, toThreadId) {
      await query(HISTORY.copy, [tenantId, fromThreadId, toThreadId]);
    },
    keepLatest: (tenantId, threadId, options) =>
      db.transaction(tenantId, (session) => trim(session, tenantId, threadId, options)),
  };
}

/** The lock keeps runs away, and tells those who write by hand that what they have read may be gone. */
async function trim(
  { query }: Session,
  tenantId: string,
  threadId: string,
  { keep, slack = 0, expired = false }: KeepOptions,
): Promise<boolean> {
  const address = [tenantId, threadId];
  const [thread] = await query(LOCK_IDLE, [...address, expired]);
  if (thread === undefined) return false;
  const [cut] = await query<{ checkpoint_id: string }>(HISTORY.findCut, [...address, keep - 1, keep + slack]);
  if (cut !== undefined) {
    await query(HISTORY.cut, [...address, cut.checkpoint_id]);
    await query(HISTORY.sweepBlobs, address);
  }
  await query(NOTE_TRIM, [...address, cut !== undefined, expired]);
  return true;
}

const LOCK_IDLE = `
  select 1 from threads where tenant_id = $1::uuid and thread_id = $2::uuid and active_runs = 0
    and (not $3::boolean or expires_at < timezone('UTC', now()))
  for update`;

const NOTE_TRIM = `
  update threads set trims = trims + $3::boolean::int, pruned_at = case when $4::boolean then now() else pruned_at end
  where tenant_id = $1::uuid and thread_id = $2::uuid and ($3::boolean or $4::boolean)`;

const HEAD_SUMMARY = `
  select checkpoint_id as "checkpointId", run_id as "runId", (metadata->>'step')::int as step,
    metadata->>'source' as source
  from checkpoints where tenant_id = $1::uuid and thread_id = $2 and checkpoint_ns = ''
  order by checkpoint_id desc limit 1`;

const HEAD_OF_RUN = `
  select checkpoint_id from checkpoints
  where tenant_id = $1::uuid and thread_id = $2 and checkpoint_ns = '' and run_id = $3::uuid
    and metadata ->> 'source' is distinct from 'update'
  order by checkpoint_id desc limit 1`;
