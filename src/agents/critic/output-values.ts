import type { Field } from "../../domain/skill.ts";
import { findFields } from "../../skills/field-path.ts";
import { isRecord } from "../shape/json-value.ts";

/** A value of an output with its place, e.g. "moves[1].cost", and the row that it belongs to. */
export type OutputValue = { path: string; value: unknown; row: Record<string, unknown> | null };

/** The values at a path of a check; lists and tables are looked through, one value for each row. */
export function findOutputValues(
  output: Record<string, unknown>,
  fields: Field[],
  path: string,
): OutputValue[] {
  return findFields(fields, path).flatMap((match) => walk(output, match.path, "", null));
}

function walk(
  value: unknown,
  names: readonly string[],
  path: string,
  row: Record<string, unknown> | null,
): OutputValue[] {
  if (Array.isArray(value) && names.length > 0) {
    return value.flatMap((item: unknown, index) =>
      walk(item, names, `${path}[${index}]`, isRecord(item) ? item : row),
    );
  }
  const [name, ...rest] = names;
  if (name === undefined) return value === undefined ? [] : [{ path, value, row }];
  if (!isRecord(value)) return [];
  return walk(value[name], rest, path === "" ? name : `${path}.${name}`, row);
}

/** A cell that says nothing: empty, a dash, "unknown". */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.every(isBlank);
  return (
    typeof value === "string" &&
    /^(?:[-–—.?\s]*|n\/?a|none|unknown|not (?:found|known|available)|tbd)$/i.test(value.trim())
  );
}
