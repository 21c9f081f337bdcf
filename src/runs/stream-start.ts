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
  const afterSeq = checkpointId === undefined ? 0 : await findSeq(db, tenantId, CHECKPOINT, [runId, checkpointId]);
  return { afterId: -1, afterSeq };
}

async function findSeq(db: Database, tenantId: string, statement: string, values: string[]): Promise<number> {
  const [row] = await db.run<{ seq: number }>(tenantId, statement, [tenantId, ...values]);
  return row?.seq ?? 0;
}

const ROWS = `
  select e.seq from runs r join thread_events e
    on e.tenant_id = r.tenant_id and e.thread_id = r.thread_id and e.seq >= r.first_seq and e.run_id = r.run_id
  where r.tenant_id = $1 and r.run_id = $2`;

const NEWEST = `${ROWS} order by e.seq desc limit 1`;

/** The graph announces each checkpoint of its root, in short or, when a client asked for that mode, in full. */
const CHECKPOINT = `${ROWS} and e.mode = 'checkpoints' and e.ns = ''
    and $3 in (e.data::json ->> 'id', e.data::json #>> '{config,configurable,checkpoint_id}')
  order by e.seq limit 1`;
