import type { Database } from "../db/database.ts";
import type { ThreadAddress } from "../log/v2/read-tape-rows.ts";
import { NUMBERS_PER_ROW, toTapeSeq } from "../log/v2/tape-event.ts";

type Cursors = { since?: number | undefined; eventIds: readonly (string | null | undefined)[] };

const SYNTH = /^synth:([0-9a-f-]{36}):lc\|\|(\w+)$/i;

/** The number of the tape that a reader has seen; 0 when he has seen nothing, or what he names is not known. */
export async function findCursor(
  db: Database,
  address: ThreadAddress,
  { since = 0, eventIds }: Cursors,
): Promise<number> {
  const seen = await Promise.all(eventIds.map(async (id) => (id ? findSeq(db, address, id) : 0)));
  return Math.max(since, ...seen);
}

async function findSeq(db: Database, address: ThreadAddress, eventId: string): Promise<number> {
  if (/^\d{1,15}$/.test(eventId)) return Number(eventId);
  const [, runId, status] = SYNTH.exec(eventId) ?? [];
  if (runId === undefined) return 0;
  const mode = status === "running" ? "start" : "end";
  const [row] = await db.run<{ seq: number }>(address.tenantId, FIND_ROW, [
    address.tenantId,
    address.threadId,
    runId,
    mode,
  ]);
  if (row === undefined) return 0;
  return mode === "end" ? toTapeSeq(row.seq) : toTapeSeq(row.seq) - NUMBERS_PER_ROW + 1;
}

const FIND_ROW = `
  select e.seq from runs r join thread_events e
    on e.tenant_id = r.tenant_id and e.thread_id = r.thread_id and e.seq >= r.first_seq and e.run_id = r.run_id
  where r.tenant_id = $1 and r.thread_id = $2 and r.run_id = $3::uuid and e.mode = $4 limit 1`;
