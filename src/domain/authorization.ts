import type { Bind } from "./json-filter.ts";

/** What a caller wants to do, as handlers of custom auth know it (PROTOCOL 6). */
export type AuthEvent =
  | "threads:create"
  | "threads:read"
  | "threads:update"
  | "threads:delete"
  | "threads:search"
  | "threads:create_run"
  | "assistants:create"
  | "assistants:read"
  | "assistants:update"
  | "assistants:delete"
  | "assistants:search"
  | "crons:create"
  | "crons:read"
  | "crons:update"
  | "crons:delete"
  | "crons:search"
  | "store:put"
  | "store:get"
  | "store:search"
  | "store:list_namespaces"
  | "store:delete";

/** Conditions on a resource's metadata; `$or` and `$and` take lists of filters. */
export type MetadataFilter = { [key: string]: FilterTerm | MetadataFilter[] };
type FilterTerm = string | number | boolean | null | { $eq: unknown } | { $contains: unknown };

/** `value` with what the handler changed in it; a resource that does not match `filter` is as if it were not there. */
export type Authorized<Value> = { value: Value; filter: MetadataFilter | null };

/**
 * Asks whether the caller may. Throws `forbidden` when a handler says no. Handlers may change `value`: read what you
 * need from the answer, and give its `filter` to the statement that reads or writes.
 */
export type Authorize = <Value extends Record<string, unknown>>(
  event: AuthEvent,
  value: Value,
) => Promise<Authorized<Value>>;

/** Without custom auth everybody who is let in may do everything inside the tenant. */
export const allowAll: Authorize = async (_event, value) => ({ value, filter: null });

/** The SQL condition of a filter on a jsonb column of metadata; "true" without a filter. */
export function toFilterCondition(column: string, filter: MetadataFilter | null, bind: Bind): string {
  if (filter === null) return "true";
  const conditions = Object.entries(filter).map(([key, term]) => {
    if (isFilters(term)) {
      const each = term.map((inner) => toFilterCondition(column, inner, bind));
      return each.length === 0 ? "false" : `(${each.join(key === "$or" ? " or " : " and ")})`;
    }
    if (isContains(term)) return toContains(column, key, [term.$contains].flat(), bind);
    return `${column} @> ${bind(JSON.stringify({ [key]: isEquals(term) ? term.$eq : term }))}::jsonb`;
  });
  return conditions.length === 0 ? "true" : `(${conditions.join(" and ")})`;
}

/** The same decision on metadata in memory. */
export function matchesFilter(filter: MetadataFilter | null, metadata: Record<string, unknown>): boolean {
  if (filter === null) return true;
  return Object.entries(filter).every(([key, term]) => {
    const value = metadata[key];
    if (isFilters(term))
      return key === "$or"
        ? term.some((inner) => matchesFilter(inner, metadata))
        : term.length > 0 && term.every((inner) => matchesFilter(inner, metadata));
    if (isContains(term))
      return (
        Array.isArray(value) && [term.$contains].flat().every((each) => value.some((one) => same(one, each)))
      );
    return same(value, isEquals(term) ? term.$eq : term);
  });
}

function toContains(column: string, key: string, wanted: unknown[], bind: Bind): string {
  const name = bind(key);
  const list = bind(JSON.stringify(wanted));
  return `(jsonb_typeof(${column} -> ${name}::text) = 'array' and ${column} -> ${name}::text @> ${list}::jsonb)`;
}

function isFilters(term: FilterTerm | MetadataFilter[]): term is MetadataFilter[] {
  return Array.isArray(term);
}

function isContains(term: FilterTerm | MetadataFilter[]): term is { $contains: unknown } {
  return typeof term === "object" && term !== null && "$contains" in term;
}

function isEquals(term: FilterTerm | MetadataFilter[]): term is { $eq: unknown } {
  return typeof term === "object" && term !== null && "$eq" in term;
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}
