import { toFieldLabel } from "../../domain/field-label.ts";
import type { Field, FieldType } from "../../domain/skill.ts";
import { toExpectation } from "../inputs/expectation.ts";

/** How the answer has to look: one heading for each field of the contract, in its order. */
export function toOutputFormat(fields: readonly Field[]): string {
  const sections = fields.map((field) => `## ${toFieldLabel(field.name)}\n\n${toInstruction(field)}`);
  return [
    "Answer in Markdown with exactly these headings, spelled as they are here and in this order, and nothing before the first one. Leave out a heading only when it is marked optional and there is nothing to say.",
    ...sections,
  ].join("\n\n");
}

function toInstruction(field: Field): string {
  const parts = [
    field.description,
    toForm(field.type),
    toLimit(field),
    field.required ? "" : "Optional.",
  ].filter((part) => part !== "");
  return `(${parts.map((part) => part.replace(/[.;\s]+$/, "")).join(". ")}.)`;
}

function toForm(type: FieldType): string {
  switch (type.kind) {
    case "string":
      return "";
    case "object":
      return `One item for each of these, as "- key: value": ${toNames(type.fields)}`;
    case "list":
      return toListForm(type);
    case "money":
      return "One line with the amount in rupees, such as ₹49,999";
    case "date":
      return "One line with the day as YYYY-MM-DD";
    case "boolean":
      return "One line: yes or no";
    case "enum":
      return `One line, exactly one of: ${type.values.join(", ")}`;
    case "url":
      return "One line with the address";
    case "number":
    case "integer":
      return "One line with the number";
  }
}

function toListForm({ of, presentation }: FieldType & { kind: "list" }): string {
  if (of.kind !== "object") return 'One item a line, each beginning with "- "';
  const header = `| ${of.fields.map((field) => field.name).join(" | ")} |`;
  const kinds = of.fields
    .filter((field) => field.type.kind !== "string")
    .map((field) => `${field.name}: ${toCellForm(field.type)}`);
  const cells = kinds.length === 0 ? "" : `; ${kinds.join("; ")}`;
  const table = `A table with the header ${header}, one row each, an empty cell for what is unknown${cells}`;
  if (presentation === "table") return table;
  return `${table}. When a value needs several lines, write a block for each row instead: a heading "### 1", then "- key: value" with further lines indented by two spaces`;
}

function toCellForm(type: FieldType): string {
  if (type.kind === "enum") return type.values.join(" or ");
  if (type.kind === "list") return "separated by semicolons";
  return type.kind === "money" ? "rupees" : type.kind;
}

function toLimit(field: Field): string {
  if (field.bounds === undefined) return "";
  const limit = toExpectation(field).replace(
    /^it must be (?:a text|a list, separated by commas) (?:of |from )?/,
    "",
  );
  return limit.startsWith("it must be") ? limit.replace(/^it must be /, "") : toCapital(limit);
}

function toNames(fields: readonly Field[]): string {
  return fields.map((field) => field.name).join(", ");
}

function toCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
