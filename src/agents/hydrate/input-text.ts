import { toRupeeText } from "../../domain/money.ts";
import type { Field, FieldType } from "../../domain/skill.ts";

/** Inputs as people would write them, one a line: "- budget: ₹2 lakh". */
export function toInputText(inputs: Record<string, unknown>, fields: readonly Field[]): string {
  return Object.entries(inputs)
    .map(([name, value]) => `- ${name}: ${toText(value, fields.find((field) => field.name === name)?.type)}`)
    .join("\n");
}

function toText(value: unknown, type: FieldType | undefined): string {
  if (type?.kind === "money" && typeof value === "number") return toRupeeText(value);
  if (type?.kind === "list" && Array.isArray(value))
    return value.map((item) => toText(item, type.of)).join(", ");
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
