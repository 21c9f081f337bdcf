import type { Database } from "../../db/database.ts";
import type { ThreadRow } from "../event-row.ts";
import { unpackRow, type StoredRow as Stored } from "../pack-rows.ts";
import type { Wants } from "./tape-event.ts";

export type ThreadAddress = { tenantId: string; threadId: string };

/** Tokens of one message that are stored together. */
const PACK = "messages-pack";

/** Both bound what one reader holds; a page ends with the row that goes over its characters. */
const PAGE = 500;
const PAGE_CHARACTERS = 300_000;

/** What nobody reads of these is still looked at in the beginning, or at both ends. */
const HEAD = 280;
const TAIL = 20;

type StoredRow = {
  seq: number;
  run_id: string;
  run_seq: number;
  attempt: number;
  ns: string;
  mode: Stored["mode"];
  data: string;
  /** Of a pack whose data was left out: how many rows it holds. */
  pieces: number | null;
  note: string | null;
  at: number;
};

/**
 * A thread's stored rows behind `after` up to and with `upTo`, page by page. Of rows that are not rendered in full only
 * as much data is fetched as tells what else happened with them.
 */
export async function* readTapeRows(
  db: Database,
  { tenantId, threadId }: ThreadAddress,
  { after, upTo, wants }: { after: number; upTo: number; wants: Wants },
): AsyncGenerator<readonly ThreadRow[]> {
  const whole = toWholeModes(wants);
  let cursor = after;
  while (cursor < upTo) {
    const stored = await db.run<StoredRow>(tenantId, ROWS, [tenantId, threadId, cursor, upTo, whole]);
    const last = stored.at(-1);
    if (last === undefined) return;
    const from = cursor;
    cursor = last.seq;
    yield stored.flatMap((row) => toThreadRows(row, from));
  }
}

/** The last row of a thread that is stored; 0 when there is none. */
export async function readHead(db: Database, { tenantId, threadId }: ThreadAddress): Promise<number> {
  const [row] = await db.run<{ head: number | null }>(
    tenantId,
    "select max(seq) as head from thread_events where tenant_id = $1 and thread_id = $2",
    [tenantId, threadId],
  );
  return row?.head ?? 0;
}

/** The row before the run that a row belongs to: whoever renders the row has to begin behind it. */
export async function findRunStart(
  db: Database,
  { tenantId, threadId }: ThreadAddress,
  seq: number,
): Promise<number> {
  const [row] = await db.run<{ first: number | null }>(
    tenantId,
    "select max(first_seq) as first from runs where tenant_id = $1 and thread_id = $2 and first_seq <= $3::bigint",
    [tenantId, threadId, seq],
  );
  return (row?.first ?? 1) - 1;
}

function toWholeModes(wants: Wants): string[] {
  const read = ["values", "messages", "custom", "tools", "tasks"];
  return [
    "start",
    "task",
    "error",
    "end",
    ...read.filter(wants),
    // Of messages that are told side by side, the update says which one is over.
    ...(wants("updates") || wants("messages") ? ["updates"] : []),
    ...(wants("messages") ? [PACK] : []),
  ];
}

const ROWS = `
  select * from (
    select *, sum(octet_length(data)) over (order by seq) - octet_length(data) as before from (
      select seq, run_id, run_seq, attempt, ns, mode, note, at,
        case
          when mode = any($5::text[]) then data
          when mode = 'values' then case when starts_with(data, '{"__interrupt__":[') then data else '' end
          when mode = 'updates' then left(data, ${HEAD})
          when mode = 'tasks' then
            case when length(data) <= ${HEAD + TAIL} then data else left(data, ${HEAD}) || right(data, ${TAIL}) end
          else '' end as data,
        case when mode = '${PACK}' and mode <> all($5::text[])
          then length(data) - length(replace(data, chr(10), '')) end as pieces
      from thread_events
      where tenant_id = $1 and thread_id = $2 and seq > $3::bigint and seq <= $4::bigint
      order by seq limit ${PAGE}
    ) as page
  ) as measured where before < ${PAGE_CHARACTERS} order by seq`;

/** Of a pack that nobody reads the first row stands for all: they tell of the same namespace. */
function toThreadRows({ data, run_id, run_seq, pieces, ...row }: StoredRow, after: number): ThreadRow[] {
  const { seq, attempt, ns, mode, note, at } = row;
  const base = { attempt, ns, note, at, runSeq: run_seq };
  const rows =
    pieces === null
      ? unpackRow({ ...base, seq, mode, json: data }, after)
      : [{ ...base, seq: seq - pieces + 1, mode: "messages" as const, json: "" }];
  return rows.map((event) => ({ ...event, runId: run_id }));
}
