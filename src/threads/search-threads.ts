import type { Database } from "../db/database.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadSearch } from "../domain/thread.ts";
import { toExtractor, type Extractor } from "./extract-paths.ts";
import { toThreadConditions, type ThreadFilters } from "./thread-conditions.ts";
import { THREAD_FIELDS, toShownConfig, type ThreadRow } from "./thread-row.ts";
import { findFirstHuman, FIRST_HUMAN, toTitle } from "./thread-title.ts";

type Found = Partial<Thread> & { extracted?: Record<string, unknown> };
type FoundRow = Partial<ThreadRow> & { first_human?: unknown };
/** `place` is null when there is no row, only the total. */
type PageColumns = { total: number; place: string | null; sorted_by: unknown };
type SearchInput = ThreadSearch & {
  limit: number;
  offset: number;
  /** Alias to path. */
  extract?: Record<string, string> | null | undefined;
};

/** Answers only the fields that are selected, since states can be large; page and total in one statement. */
export function createSearchThreads({ db }: { db: Database }) {
  return async function searchThreads({ ctx, input }: { ctx: CallContext; input: SearchInput }) {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:search", toAsked(input));
    const extractor = input.extract ? toExtractor(input.extract) : null;
    const { text, values } = toPageStatement(tenantId, { ...input, ...value }, filter, extractor);
    const answer = await db.run<FoundRow & PageColumns>(tenantId, text, values);
    const rows = answer.flatMap(({ total: _, sorted_by: __, place, ...row }) =>
      place === null ? [] : [toFound(row, input.select, extractor)],
    );
    return { total: answer[0]?.total ?? 0, rows };
  };
}

export function createCountThreads({ db }: { db: Database }) {
  return async function countThreads({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: ThreadFilters;
  }): Promise<number> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:search", toAsked(input));
    const { where, values } = toThreadConditions(tenantId, { ...input, ...value }, filter);
    const count = `select count(*) as total from threads where ${where}`;
    const [row] = await db.run<{ total: number }>(tenantId, count, values);
    return row?.total ?? 0;
  };
}

/** What handlers of custom auth may see and change. */
function toAsked(input: ThreadFilters & Partial<Pick<SearchInput, "limit" | "offset">>) {
  const { metadata, values, status, ids, limit, offset } = input;
  return {
    metadata: metadata ?? {},
    ...(values ? { values } : {}),
    ...(status ? { status } : {}),
    ...(ids ? { ids } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/**
 * One row for the total even when the page is empty. The page is found by its keys alone, so that sorting is of little,
 * and fetched by one look-up each, whatever the planner thinks of the limit.
 */
function toPageStatement(
  tenantId: string,
  input: SearchInput,
  mine: MetadataFilter | null,
  extractor: Extractor | null,
): { text: string; values: unknown[] } {
  const column = input.sort_by ?? "created_at";
  const order = input.sort_order === "asc" ? "asc" : "desc";
  const { where, values, bind } = toThreadConditions(tenantId, input, mine);
  const text = `
    with total as (select count(*) as total from threads where ${where}),
    page as (
      select thread_id as place, ${column} as sorted_by from threads where ${where}
      order by ${column} ${order}, thread_id ${order} limit ${bind(input.limit)} offset ${bind(input.offset)}
    ), found as (
      select place, sorted_by, stored.* from page, lateral (
        select ${toColumns(input.select, extractor)} from threads where tenant_id = $1 and thread_id = page.place limit 1
      ) as stored
    )
    select * from total left join found on true order by sorted_by ${order}, place ${order}`;
  return { text, values };
}

/** Only names of columns that exist: what a client selects is never part of the statement. */
function toColumns(select: string[] | null | undefined, extractor: Extractor | null): string {
  if (!select || select.length === 0) return THREAD_FIELDS.join(", ");
  const fields = new Set<string>([...select, ...(extractor?.fields ?? [])]);
  const hasTitle = fields.has("title");
  if (hasTitle) fields.add("metadata");
  const columns: string[] = THREAD_FIELDS.filter((field) => fields.has(field));
  if (hasTitle && !fields.has("values")) columns.push(`${FIRST_HUMAN} as first_human`);
  return columns.length === 0 ? "thread_id" : columns.join(", ");
}

function toFound(
  { first_human: firstHuman, ...row }: FoundRow,
  select: string[] | null | undefined,
  extractor: Extractor | null,
): Found {
  const found: Found = { ...row };
  if (row.config !== undefined) found.config = toShownConfig(row.config);
  if (row.metadata !== undefined && (!select || select.length === 0 || select.includes("title")))
    found.title = toTitle(row.metadata, firstHuman ?? findFirstHuman(row.values ?? null));
  if (extractor !== null) found.extracted = extractor.extract(found);
  return found;
}
