import { toRupeeText } from "../../domain/money.ts";
import type { Field, FieldType } from "../../domain/skill.ts";

/** What a field takes, in words for people: "a whole number from 2 to 7". */
export function toExpectation({ type, bounds }: Pick<Field, "type" | "bounds">): string {
  const kind = toKindText(type);
  if (bounds === undefined) return `it must be ${kind}`;
  const show = (value: number): string => (type.kind === "money" ? toRupeeText(value) : String(value));
  const unit = bounds.unit === "value" ? "" : ` ${bounds.unit}`;
  const { min, max } = bounds;
  if (min !== undefined && max !== undefined) {
    return min === max
      ? `it must be ${kind} of exactly ${show(min)}${unit}`
      : `it must be ${kind} from ${show(min)} to ${show(max)}${unit}`;
  }
  if (min !== undefined) return `it must be ${kind} of at least ${show(min)}${unit}`;
  return max === undefined ? `it must be ${kind}` : `it must be ${kind} of at most ${show(max)}${unit}`;
}

function toKindText(type: FieldType): string {
  switch (type.kind) {
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "integer":
      return "a whole number";
    case "boolean":
      return "yes or no";
    case "date":
      return "a day such as 8 November 2026";
    case "money":
      return 'an amount such as "2 lakh"';
    case "url":
      return "a web address";
    case "enum":
      return `one of ${type.values.join(", ")}`;
    case "object":
      return `a value for each of ${type.fields.map((field) => field.name.replaceAll("_", " ")).join(", ")}`;
    case "list":
      return "a list, separated by commas";
  }
}
