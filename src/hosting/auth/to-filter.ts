import type { MetadataFilter } from "../../domain/authorization.ts";

type Terms = Record<string, MetadataFilter[string]>;

/**
 * What a handler returned as a filter; null when it is none. A term may be a value, `{ $eq }` or `{ $contains }`, and
 * several operators on one key all count; `$or` and `$and` take lists of filters.
 */
export function toFilter(answer: unknown): MetadataFilter | null {
  if (!isRecord(answer)) return null;
  const terms: Terms = {};
  const further: MetadataFilter[] = [];
  for (const [key, term] of Object.entries(answer)) {
    if (key === "$or" || key === "$and") {
      const filters = toFilters(term);
      if (filters === null) return null;
      terms[key] = filters;
    } else {
      const operators = toOperators(term);
      if (operators === null) return null;
      const [first = null, ...rest] = operators;
      terms[key] = first;
      further.push(...rest.map((operator) => ({ [key]: operator })));
    }
  }
  return further.length === 0 ? terms : { $and: [terms, ...further] };
}

function toFilters(term: unknown): MetadataFilter[] | null {
  if (!Array.isArray(term)) return null;
  const filters = term.map(toFilter);
  return filters.includes(null) ? null : filters.filter((filter) => filter !== null);
}

type Operator = Exclude<MetadataFilter[string], MetadataFilter[]>;

/** null for an operator that nobody knows: to pass it over would show too much. */
function toOperators(term: unknown): Operator[] | null {
  if (term === null || typeof term === "string" || typeof term === "number" || typeof term === "boolean")
    return [term];
  if (!isRecord(term)) return null;
  const entries = Object.entries(term);
  if (entries.length === 0 || entries.some(([name]) => name !== "$eq" && name !== "$contains")) return null;
  return entries.map(([name, value]) => (name === "$eq" ? { $eq: value } : { $contains: value }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
