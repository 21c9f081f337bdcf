import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import { isRecord } from "../domain/record.ts";
import type { ThreadSearch } from "../domain/thread.ts";
import { LISTED } from "./thread-row.ts";

export type ThreadFilters = Pick<ThreadSearch, "metadata" | "values" | "status" | "ids">;

/** Keys of the metadata whose strings stand in columns of their own, up to this length. */
const COLUMNS = new Set(["graph_id", "assistant_id", "owner"]);
const MOST_BYTES = 255;

/**
 * What a caller asks for, inside what the caller may see, as SQL over `threads`. What has a column is asked of the
 * column: row-level security keeps Postgres from using an index on jsonb.
 */
export function toThreadConditions(
  tenantId: string,
  filters: ThreadFilters,
  mine: MetadataFilter | null,
): { where: string; values: unknown[]; bind: Bind } {
  const values: unknown[] = [tenantId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const asked = takeColumns(filters.metadata ?? {});
  const allowed = takeColumns(mine ?? {});
  const conditions = [LISTED];
  for (const [column, text] of [...asked.columns, ...allowed.columns])
    conditions.push(`${column} = ${bind(text)}`);
  if (filters.status) conditions.push(`status = ${bind(filters.status)}`);
  if (filters.ids) conditions.push(`thread_id = any(${bind(filters.ids)}::uuid[])`);
  if (hasKeys(asked.rest)) conditions.push(toJsonCondition("metadata", asked.rest, bind));
  if (hasKeys(allowed.rest)) conditions.push(toFilterCondition("metadata", allowed.rest, bind));
  if (filters.values) conditions.push(toJsonCondition("values", filters.values, bind));
  return { where: conditions.join(" and "), values, bind };
}

type Taken<Filter> = { columns: [column: string, text: string][]; rest: Filter };

function takeColumns<Filter extends Record<string, unknown>>(filter: Filter): Taken<Filter> {
  const columns: [string, string][] = [];
  const rest: Filter = { ...filter };
  for (const [key, term] of Object.entries(filter)) {
    const text = isRecord(term) && Object.keys(term).length === 1 ? term["$eq"] : term;
    if (!COLUMNS.has(key) || typeof text !== "string" || Buffer.byteLength(text) > MOST_BYTES) continue;
    columns.push([key, text]);
    delete rest[key];
  }
  return { columns, rest };
}

function hasKeys(filter: object): boolean {
  return Object.keys(filter).length > 0;
}
