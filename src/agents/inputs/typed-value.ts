import type { Field, FieldType } from "../../domain/skill.ts";
import { toZodValue } from "../../skills/to-zod.ts";
import { isRecord } from "../shape/json-value.ts";
import { fromCellList } from "../shape/cell-text.ts";
import { fromJson } from "../shape/json-value.ts";
import { readScalar } from "../shape/scalar-value.ts";

/** A value a person or a plan gave, as the field wants it; undefined when it cannot be read as that type. */
export function toTyped(value: unknown, type: FieldType): unknown {
  if (value === null || value === undefined) return undefined;
  if (fits(value, { type })) return value;
  if (typeof value === "string" && type.kind === "list") return toList(value, type.of);
  if (typeof value === "string" && type.kind === "object") return undefined;
  if (typeof value === "string" && type.kind !== "object" && type.kind !== "list")
    return readScalar(value, type);
  if (typeof value === "number" && type.kind === "string") return String(value);
  if (type.kind === "list")
    return (Array.isArray(value) ? value : [value]).map((item: unknown) => toTyped(item, type.of));
  return isRecord(value) && type.kind === "object" ? fromJson(value, type) : undefined;
}

/** Whether a value keeps the type and the bounds of a field. */
export function fits(value: unknown, { type, bounds }: Pick<Field, "type" | "bounds">): boolean {
  return toZodValue(type, bounds).safeParse(value).success;
}

function toList(text: string, of: FieldType): unknown[] | undefined {
  const parts = fromCellList(text).flatMap((part) => part.split(/\s+(?:and|&|aur|और)\s+/iu));
  const items = parts
    .map((part) => toTyped(part.trim(), of))
    .filter((item) => item !== undefined && item !== "");
  return items.length === 0 ? undefined : items;
}
