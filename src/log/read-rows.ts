import type { Database } from "../db/database.ts";
import type { ThreadRow } from "./event-row.ts";
import { unpackRow, type StoredRow as Stored } from "./pack-rows.ts";

export type Page = {
  rows: ThreadRow[];
  /** There may be more behind them. */
  isFull: boolean;
  /** There is nothing and nothing will come. */
  isOver: boolean;
};

/** Both bound what one reader holds; a page ends with the event that goes over its characters. */
const PAGE = 500;
const PAGE_CHARACTERS = 128_000;
/** As many bytes make at most this many times fewer characters. */
const BYTES_PER_CHARACTER = 3;

const COLUMNS = "seq, run_id, run_seq, attempt, ns, mode, data, note, at";

type StoredRow = {
  seq: number;
  run_id: string;
  run_seq: number;
  attempt: number;
  ns: string;
  mode: Stored["mode"];
  data: string;
  note: string | null;
  at: number;
};

/** A thread's stored rows behind `after`. */
export async function readThreadRows(
  db: Database,
  { tenantId, threadId }: { tenantId: string; threadId: string },
  after: number,
): Promise<Page> {
  const rows = await db.run<StoredRow>(
    tenantId,
    toPageQuery("tenant_id = $1 and thread_id = $2 and seq > $3::bigint"),
    [tenantId, threadId, after],
  );
  return toPage(rows, after, false);
}

/** A run's stored rows behind `after`; over when the run has ended or is gone and no row is left. */
export async function readRunRows(
  db: Database,
  { tenantId, threadId, runId }: { tenantId: string; threadId: string; runId: string },
  after: number,
): Promise<Page> {
  const found = await db.run<StoredRow & { active: boolean; seq: number | null }>(tenantId, RUN_PAGE, [
    tenantId,
    threadId,
    runId,
    after,
  ]);
  const isActive = found[0]?.active === true;
  const rows = found.filter((row) => row.seq !== null);
  return toPage(rows, after, !isActive && rows.length === 0);
}

function toPageQuery(condition: string): string {
  return `
    select ${COLUMNS} from (
      select *, sum(octet_length(data)) over (order by seq) - octet_length(data) as before from (
        select ${COLUMNS} from thread_events where ${condition} order by seq limit ${PAGE}
      ) as page
    ) as measured where before < ${PAGE_CHARACTERS} order by seq`;
}

const RUN_PAGE = `
  select r.status in ('pending', 'running') as active, e.*
  from runs r left join lateral (${toPageQuery(
    `r.first_seq is not null and tenant_id = $1 and thread_id = $2 and run_id = $3
     and seq > greatest($4::bigint, r.first_seq - 1)`,
  )}) as e on true
  where r.tenant_id = $1 and r.run_id = $3 and r.thread_id = $2
  order by e.seq`;

function toPage(stored: readonly StoredRow[], after: number, isOver: boolean): Page {
  const rows = stored.flatMap((row) => toThreadRows(row, after));
  const characters = stored.reduce((sum, { data }) => sum + data.length, 0);
  const isFull = stored.length >= PAGE || characters * BYTES_PER_CHARACTER >= PAGE_CHARACTERS;
  return { rows, isFull, isOver };
}

function toThreadRows(row: StoredRow, after: number): ThreadRow[] {
  const { seq, attempt, ns, mode, note, at, run_id: runId } = row;
  const stored = { seq, attempt, ns, mode, note, at, runSeq: row.run_seq, json: row.data };
  return unpackRow(stored, after).map((event) => ({ ...event, runId }));
}
