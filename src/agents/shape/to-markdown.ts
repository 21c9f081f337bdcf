import { toFieldLabel } from "../../domain/field-label.ts";
import { toRupeeText } from "../../domain/money.ts";
import type { Field, FieldType } from "../../domain/skill.ts";
import { toSingular } from "../words/stem.ts";
import { toBullet } from "./bullets.ts";
import { toCell, toCellList } from "./cell-text.ts";
import { isRecord } from "./json-value.ts";
import { toTableRow } from "./pipe-table.ts";
import { escapeHeading } from "./sections.ts";

/** An output as people read it; `shapeOutput` reads the same output back. */
export function toMarkdown(output: Record<string, unknown>, fields: Field[]): string {
  return fields
    .filter((field) => output[field.name] !== undefined)
    .map((field) =>
      `## ${toFieldLabel(field.name)}\n\n${toBody(output[field.name], field, fields)}`.trimEnd(),
    )
    .join("\n\n");
}

function toBody(value: unknown, field: Field, fields: readonly Field[]): string {
  const { type } = field;
  if (type.kind === "object") return isRecord(value) ? toKeys(value, type.fields) : "";
  if (type.kind === "list" && Array.isArray(value)) {
    if (type.of.kind === "object") return toRows(value.filter(isRecord), type.of.fields, field.name);
    const { of } = type;
    return value.map((item) => toBullet(toInline(item, of))).join("\n");
  }
  const text = toInline(value, type);
  return text
    .split("\n")
    .map((line) => escapeHeading(line, fields))
    .join("\n");
}

/** A table, or one block each when a text has several lines: nobody can read an email inside a cell. */
function toRows(rows: Record<string, unknown>[], fields: readonly Field[], name: string): string {
  const isLong = rows.some((row) =>
    Object.values(row).some((value) => typeof value === "string" && value.includes("\n")),
  );
  if (isLong) {
    const label = toFieldLabel(toSingular(name));
    return rows.map((row, index) => `### ${label} ${index + 1}\n\n${toKeys(row, fields)}`).join("\n\n");
  }
  const cells = rows.map((row) => fields.map((field) => toCell(toInline(row[field.name], field.type))));
  const header = fields.map((field) => toCell(toFieldLabel(field.name)));
  return [toTableRow(header), toTableRow(fields.map(() => "---")), ...cells.map(toTableRow)].join("\n");
}

function toKeys(value: Record<string, unknown>, fields: readonly Field[]): string {
  return fields
    .filter((field) => value[field.name] !== undefined)
    .map((field) =>
      toBullet(`${toFieldLabel(field.name)}: ${toInline(value[field.name], field.type)}`.trimEnd()),
    )
    .join("\n");
}

function toInline(value: unknown, type: FieldType): string {
  if (value === undefined || value === null) return "";
  if (type.kind === "list" && type.of.kind !== "object" && Array.isArray(value)) {
    const { of } = type;
    const items = value.map((item) => toInline(item, of));
    return items.some((item) => item.includes("\n")) ? JSON.stringify(items) : toCellList(items);
  }
  if (type.kind === "object" || type.kind === "list") return JSON.stringify(toPlain(value, type));
  if (type.kind === "money" && typeof value === "number") return toRupeeText(value);
  if (type.kind === "boolean") return value === true ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What stands deep inside is JSON, with money as rupees just as outside. */
function toPlain(value: unknown, type: FieldType): unknown {
  if (type.kind === "money" && typeof value === "number") return toRupeeText(value);
  if (type.kind === "list" && Array.isArray(value)) return value.map((item) => toPlain(item, type.of));
  if (type.kind !== "object" || !isRecord(value)) return value;
  return Object.fromEntries(
    type.fields
      .filter((field) => value[field.name] !== undefined)
      .map((field) => [field.name, toPlain(value[field.name], field.type)]),
  );
}
