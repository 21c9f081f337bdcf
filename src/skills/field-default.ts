import type { Field, FieldType } from "../domain/skill.ts";
import { toRupeesAsPaise } from "./rupee-amount.ts";
import { SWITCH_WORDS } from "./setting-reader.ts";
import { toZodValue } from "./to-zod.ts";

export type DefaultReading = { value: unknown } | { problem: string; fix: string };

/** A default is read by its type and must keep to the bounds that stand before it. */
export function readDefault(text: string, field: Pick<Field, "type" | "bounds">): DefaultReading {
  const value = toValue(text, field.type);
  const isValid = value !== undefined && toZodValue(field.type, field.bounds).safeParse(value).success;
  if (isValid) return { value };
  return { problem: `"${text}" is not a value of this ${field.type.kind}`, fix: toDefaultFix(field.type) };
}

function toValue(text: string, type: FieldType): unknown {
  const plain = text.replace(/^(["'`])(.*)\1$/, "$2");
  if (type.kind === "number" || type.kind === "integer") {
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
  }
  if (type.kind === "money") return toRupeesAsPaise(plain);
  if (type.kind === "boolean") return SWITCH_WORDS.get(plain.toLowerCase());
  if (type.kind === "object") return undefined;
  if (type.kind === "list") return plain.split(",").map((item) => toValue(item.trim(), type.of));
  return plain;
}

function toDefaultFix(type: FieldType): string {
  if (type.kind === "object") return "Remove the default; an object cannot have one";
  if (type.kind === "enum") return `Write one of ${type.values.join(", ")}`;
  if (type.kind === "date") return "Write the day as `default 2026-11-08`";
  if (type.kind === "money") return "Write rupees as `default 50000` or `default 2 lakh`";
  return "Write a value that fits the type and its bound, or remove the default";
}
