import type { Database } from "../db/database.ts";

type Reader = { lastEventId: string | null; checkpointId?: string | undefined };

/** Frames with a larger id, out of rows with a larger number in the thread's log. */
export type StreamStart = { afterId: number; afterSeq: number };

/**
 * Where a reader begins: with "start" at the first frame, or after a checkpoint that the run wrote; with an id behind
 * it; with null at what comes from now on.
 */
export async function findStart(
  db: Database,
  tenantId: string,
  runId: string,
  { lastEventId, checkpointId }: Reader,
): Promise<StreamStart> {
  // By its number in the log, since how many frames a row makes depends on the rows before it.
  if (lastEventId === null) return { afterId: 0, afterSeq: await findSeq(db, tenantId, NEWEST, [runId]) };
  if (/^\d+$/.test(lastEventId)) return { afterId: Number(lastEventId), afterSeq: 0 };
  const afterSeq =
    checkpointId === undefined ? 0 : await findSeq(db, tenantId, CHECKPOINT, [runId, checkpointId]);
  return { afterId: -1, afterSeq };
}

async function findSeq(db: Database, tenantId: string, statement: string, values: string[]): Promise<number> {
  const [row] = await db.run<{ seq: number }>(tenantId, statement, [tenantId, ...values]);
  return row?.seq ?? 0;
}

const ROWS = `
  from runs r join thread_events e
    on e.tenant_id = r.tenant_id and e.thread_id = r.thread_id and e.seq >= r.first_seq and e.run_id = r.run_id`;

const NEWEST = `select e.seq ${ROWS} where r.tenant_id = $1 and r.run_id = $2 order by e.seq desc limit 1`;

/** By the clock of the process that made both: what it showed after the checkpoint was taken later. */
const CHECKPOINT = `
  select e.seq ${ROWS} join checkpoints c
    on c.tenant_id = r.tenant_id and c.thread_id = r.thread_id::text and c.checkpoint_ns = '' and c.run_id = r.run_id
  where r.tenant_id = $1 and r.run_id = $2 and c.checkpoint_id = $3
    and e.at < extract(epoch from (c.checkpoint::json ->> 'ts')::timestamptz) * 1000
  order by e.seq desc limit 1`;
