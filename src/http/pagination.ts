import { type Reply, toJson } from "./reply.ts";
import type { Page } from "./verbs/call.ts";

type Window = { limit: number; offset: number };

export const DEFAULT_LIMIT = 10;

/** Limit and offset with their defaults, beside what else was asked. */
export function toWindow<Filters extends { limit?: number | null; offset?: number | null }>(
  filters: Filters,
) {
  return { ...filters, limit: filters.limit ?? DEFAULT_LIMIT, offset: filters.offset ?? 0 };
}

/** The bare rows; the total and the offset of the next page are headers. */
export function toPageReply(
  { rows, total }: Page<object>,
  { limit, offset }: Window,
  select?: string[] | null,
): Reply {
  const headers: Record<string, string> = { "X-Pagination-Total": String(total) };
  if (offset + limit < total) headers["X-Pagination-Next"] = String(offset + limit);
  return toJson(toSelected(rows, select), headers);
}

/** Rows trimmed to the fields that were asked for. */
export function toSelected(
  rows: readonly object[],
  select: readonly string[] | null | undefined,
): readonly object[] {
  if (select === null || select === undefined || select.length === 0) return rows;
  const fields = new Set(select);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => fields.has(field))));
}
