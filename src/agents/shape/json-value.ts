import type { Field, FieldType } from "../../domain/skill.ts";
import { findField } from "./label-key.ts";
import { readScalar } from "./scalar-value.ts";

/** JSON that is the whole text or its first fenced block; undefined when there is none. */
export function readJson(text: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const body = (fenced ?? text).trim().replace(/^`|`$/g, "");
  if (!/^[[{]/.test(body)) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}

/** A value of JSON as the contract wants it. A bare number for money is rupees, as a model writes it in prose. */
export function fromJson(value: unknown, type: FieldType): unknown {
  if (value === null || value === undefined) return undefined;
  if (type.kind === "object") return isRecord(value) ? fromJsonObject(value, type.fields) : undefined;
  if (type.kind === "list") {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item: unknown) => fromJson(item, type.of)).filter((item) => item !== undefined);
  }
  if (typeof value === "string") return readScalar(value, type);
  if (typeof value === "number" && type.kind === "money") return Math.round(value * 100);
  if (typeof value === "boolean" && type.kind === "boolean") return value;
  if (typeof value === "number" && (type.kind === "number" || type.kind === "integer")) return value;
  return type.kind === "string" ? JSON.stringify(value) : undefined;
}

/** Members of an object that the fields know, under the names of the fields. */
export function fromJsonObject(
  value: Record<string, unknown>,
  fields: readonly Field[],
): Record<string, unknown> {
  const output: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const field = findField(fields, key);
    const shaped = field === undefined ? undefined : fromJson(member, field.type);
    if (field !== undefined && shaped !== undefined) output[field.name] = shaped;
  }
  return output;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
