import { AppError } from "./errors.ts";

/** Adds a parameter to the statement and returns its place, e.g. `$3`. */
export type Bind = (value: unknown) => string;

type Filter = Record<string, unknown>;

/**
 * The SQL condition for a filter on a jsonb column (PROTOCOL 1.8): `{ key: wanted }` by containment, and inside it
 * `{ $or: [filter] }`, `{ $not: filter }` and `{ key: { $exists: boolean } }`. Throws `validation_failed`.
 */
export function toJsonCondition(column: string, filter: Filter, bind: Bind): string {
  const conditions: string[] = [];
  const contained: Filter = {};
  for (const [key, wanted] of Object.entries(filter)) {
    if (key === "$or")
      conditions.push(toAny(toFilters(wanted).map((each) => toJsonCondition(column, each, bind))));
    else if (key === "$not")
      conditions.push(`not coalesce(${toJsonCondition(column, toFilter(wanted), bind)}, false)`);
    else {
      const rest = takeExists(wanted, [key], (path, exists) => {
        conditions.push(`(${column} #> ${bind(path)}::text[]) is ${exists ? "not null" : "null"}`);
      });
      if (rest !== undefined) contained[key] = rest;
    }
  }
  if (Object.keys(contained).length > 0)
    conditions.push(`${column} @> ${bind(JSON.stringify(contained))}::jsonb`);
  return conditions.length === 0 ? "true" : `(${conditions.join(" and ")})`;
}

/** What is left to be contained once the questions for existence are taken out; undefined when that is nothing. */
function takeExists(
  wanted: unknown,
  path: string[],
  onExists: (path: string[], exists: boolean) => void,
): unknown {
  if (!isFilter(wanted)) return wanted;
  const entries = Object.entries(wanted);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "$exists" && typeof only[1] === "boolean")
    return onExists(path, only[1]);
  const left = entries
    .map(([key, value]) => [key, takeExists(value, [...path, key], onExists)] as const)
    .filter(([, value]) => value !== undefined);
  return left.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(left);
}

function toAny(conditions: string[]): string {
  return conditions.length === 0 ? "false" : `(${conditions.join(" or ")})`;
}

function toFilters(value: unknown): Filter[] {
  if (Array.isArray(value)) return value.map(toFilter);
  throw new AppError("validation_failed", "$or: expected a list of objects");
}

function toFilter(value: unknown): Filter {
  if (isFilter(value)) return value;
  throw new AppError("validation_failed", "$or, $not: expected an object");
}

function isFilter(value: unknown): value is Filter {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
