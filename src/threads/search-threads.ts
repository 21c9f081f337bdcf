import type { Database } from "../db/database.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadSearch } from "../domain/thread.ts";
import { toExtractor, type Extractor } from "./extract-paths.ts";
import { THREAD_FIELDS, toThread, VISIBLE } from "./thread-row.ts";

type Filters = Pick<ThreadSearch, "metadata" | "values" | "status" | "ids">;
type Found = Partial<Thread> & { extracted?: Record<string, unknown> };

/** Answers only the fields that are selected, since states can be large. */
export function createSearchThreads({ db }: { db: Database }) {
  type Input = ThreadSearch & {
    limit: number;
    offset: number;
    /** Alias to path. */
    extract?: Record<string, string> | null | undefined;
  };
  return async function searchThreads({ ctx, input }: { ctx: CallContext; input: Input }) {
    const { tenantId } = ctx.principal;
    const extractor = input.extract ? toExtractor(input.extract) : null;
    const column = input.sort_by ?? "created_at";
    const order = input.sort_order === "asc" ? "asc" : "desc";
    const { where, values, bind } = toConditions(tenantId, input);
    const rows = await db.run<Partial<Thread> & { total: number }>(
      tenantId,
      `select ${toColumns(input.select, extractor)}, count(*) over () as total from threads where ${where}
       order by ${column} ${order}, thread_id ${order} limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
    const total = rows[0]?.total ?? (input.offset === 0 ? 0 : await count(db, tenantId, input));
    return { total, rows: rows.map(({ total: _, ...row }) => toFound(row, extractor)) };
  };
}

export function createCountThreads({ db }: { db: Database }) {
  return async function countThreads({ ctx, input }: { ctx: CallContext; input: Filters }): Promise<number> {
    return count(db, ctx.principal.tenantId, input);
  };
}

async function count(db: Database, tenantId: string, filters: Filters): Promise<number> {
  const { where, values } = toConditions(tenantId, filters);
  const [row] = await db.run<{ total: number }>(
    tenantId,
    `select count(*) as total from threads where ${where}`,
    values,
  );
  return row?.total ?? 0;
}

function toConditions(tenantId: string, filters: Filters): { where: string; values: unknown[]; bind: Bind } {
  const values: unknown[] = [tenantId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = [VISIBLE];
  if (filters.metadata) conditions.push(toJsonCondition("metadata", filters.metadata, bind));
  if (filters.values) conditions.push(toJsonCondition("values", filters.values, bind));
  if (filters.status) conditions.push(`status = ${bind(filters.status)}`);
  if (filters.ids) conditions.push(`thread_id = any(${bind(filters.ids)}::uuid[])`);
  return { where: conditions.join(" and "), values, bind };
}

/** Only names of columns that exist: what a client selects is never part of the statement. */
function toColumns(select: string[] | null | undefined, extractor: Extractor | null): string {
  if (!select || select.length === 0) return THREAD_FIELDS.join(", ");
  const fields = new Set<string>([...select, ...(extractor?.fields ?? [])]);
  const columns = THREAD_FIELDS.filter((field) => fields.has(field));
  return columns.length === 0 ? "thread_id" : columns.join(", ");
}

function toFound(row: Partial<Thread>, extractor: Extractor | null): Found {
  const thread = toThread(row);
  return extractor === null ? thread : { ...thread, extracted: extractor.extract(thread) };
}
