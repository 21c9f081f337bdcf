import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadSearch } from "../domain/thread.ts";
import { THREAD_COLUMNS, toThread, VISIBLE } from "./thread-row.ts";

type Filters = Pick<ThreadSearch, "metadata" | "values" | "status" | "ids">;

const FILTERS = `${VISIBLE}
  and ($2::jsonb is null or metadata @> $2::jsonb)
  and ($3::jsonb is null or values @> $3::jsonb)
  and ($4::text is null or status = $4)
  and ($5::uuid[] is null or thread_id = any($5::uuid[]))`;

function toFilterValues(tenantId: string, { metadata, values, status, ids }: Filters): unknown[] {
  const json = (filter: Record<string, unknown> | null | undefined): string | null =>
    filter === null || filter === undefined || Object.keys(filter).length === 0 ? null : JSON.stringify(filter);
  return [tenantId, json(metadata), json(values), status ?? null, ids ?? null];
}

export function createSearchThreads({ db }: { db: Database }) {
  type Input = ThreadSearch & { limit: number; offset: number };
  return async function searchThreads({ ctx, input }: { ctx: CallContext; input: Input }) {
    const column = input.sort_by ?? "created_at";
    const order = input.sort_order === "asc" ? "asc" : "desc";
    const rows = await db.run<Thread & { total: number }>(
      ctx.principal.tenantId,
      `select ${THREAD_COLUMNS}, count(*) over () as total from threads where ${FILTERS}
       order by ${column} ${order}, thread_id ${order} limit $6 offset $7`,
      [...toFilterValues(ctx.principal.tenantId, input), input.limit, input.offset],
    );
    const total = rows[0]?.total ?? (input.offset === 0 ? 0 : await count(db, ctx.principal.tenantId, input));
    return { total, rows: rows.map(({ total: _, ...row }) => pick(toThread(row), input.select ?? undefined)) };
  };
}

export function createCountThreads({ db }: { db: Database }) {
  return async function countThreads({ ctx, input }: { ctx: CallContext; input: Filters }): Promise<number> {
    return count(db, ctx.principal.tenantId, input);
  };
}

async function count(db: Database, tenantId: string, filters: Filters): Promise<number> {
  const [row] = await db.run<{ total: number }>(
    tenantId,
    `select count(*) as total from threads where ${FILTERS}`,
    toFilterValues(tenantId, filters),
  );
  return row?.total ?? 0;
}

function pick(thread: Thread, fields: string[] | undefined): Thread {
  if (fields === undefined || fields.length === 0) return thread;
  return Object.fromEntries(Object.entries(thread).filter(([key]) => fields.includes(key))) as Thread;
}
