import type { Field, FieldType, ScalarKind } from "../domain/skill.ts";
import { AppError } from "../domain/errors.ts";
import { isBoundText, readBound } from "./field-bound.ts";
import { readDefault } from "./field-default.ts";
import { nearestWord } from "./nearest-word.ts";
import { splitList } from "./split-list.ts";

export type TypeCell = Pick<Field, "type" | "bounds" | "default">;

const SCALARS: readonly ScalarKind[] = ["string", "number", "integer", "boolean", "date", "money", "url"];
const WORDS = [...SCALARS, "enum", "object", "table"];
/** What authors write by habit from elsewhere. */
const HABITS = new Map([
  ["text", "string"],
  ["str", "string"],
  ["int", "integer"],
  ["float", "number"],
  ["decimal", "number"],
  ["bool", "boolean"],
  ["datetime", "date"],
  ["currency", "money"],
  ["link", "url"],
  ["array", "string[]"],
  ["list", "string[]"],
  ["json", "object {a, b}"],
  ["record", "object {a, b}"],
]);
const DEEPEST = 6;
const LONGEST_CELL = 2_000;

/** `<type>[, <bound>][, default <value>]`. Throws `skill_invalid` whose detail and fix are for the author. */
export function parseTypeCell(text: string): TypeCell {
  if (text.length > LONGEST_CELL)
    throw invalid("The type is too long to be read", "Use fewer or flatter fields");
  const parts = splitList(text);
  if (parts === undefined)
    throw invalid(`The brackets in "${text}" do not match`, "Close each bracket with its own kind");
  const cell: TypeCell = { type: parseType(parts[0] ?? "", 0) };
  for (const [index, part] of parts.entries()) {
    if (index === 0) continue;
    if (part.startsWith("default ")) {
      addModifier(cell, parts.slice(index).join(", "));
      break;
    }
    addModifier(cell, part);
  }
  return cell;
}

function parseType(text: string, depth: number): FieldType {
  if (text === "") return { kind: "string" };
  const parts = /^([A-Za-z]+)((?:\[\])*)\s*([({].*[)}])?\s*((?:\[\])*)$/s.exec(text);
  if (parts === null) throw invalid(`"${text}" is not a type`, toTypeFix(text));
  if (depth > DEEPEST) throw invalid("The type is nested too deeply", `Keep to ${DEEPEST} levels`);
  const [, word = "", before = "", group, after = ""] = parts;
  let type = parseWord(word, group, depth);
  const levels = (before.length + after.length) / 2;
  if (levels > 0 && type.kind === "list")
    throw invalid("A table is a list of rows already", "Write `table {a, b}` without `[]`");
  for (let level = 0; level < levels; level++) type = { kind: "list", of: type, presentation: "list" };
  return type;
}

function parseWord(word: string, group: string | undefined, depth: number): FieldType {
  const scalar = SCALARS.find((kind) => kind === word);
  if (scalar !== undefined) {
    if (group !== undefined) throw invalid(`The type ${word} takes no brackets`, `Write \`${word}\``);
    return { kind: scalar };
  }
  if (word === "enum") return { kind: "enum", values: parseEnum(group) };
  if (word !== "object" && word !== "table") throw invalid(`"${word}" is not a type`, toTypeFix(word));
  if (group === undefined || !group.startsWith("{")) {
    throw invalid(
      `The type ${word} does not say what is in it`,
      `Name its fields: \`${word} {name, price: money}\``,
    );
  }
  const object: FieldType = { kind: "object", fields: parseFields(group.slice(1, -1), depth + 1) };
  return word === "table" ? { kind: "list", of: object, presentation: "table" } : object;
}

function parseEnum(group: string | undefined): string[] {
  const values = group?.startsWith("(") ? (splitList(group.slice(1, -1)) ?? []) : [];
  const plain = values.map((value) => value.replace(/^(["'`])(.*)\1$/, "$2"));
  if (plain.length === 0 || plain.includes("") || new Set(plain).size < plain.length) {
    throw invalid("An enum needs different values in round brackets", "Write `enum(low, medium, high)`");
  }
  return plain;
}

function parseFields(text: string, depth: number): Field[] {
  const fields: Field[] = [];
  for (const part of splitList(text) ?? []) {
    const last = fields.at(-1);
    if (last !== undefined && (isBoundText(part) || part.startsWith("default "))) {
      addModifier(last, part);
      continue;
    }
    const colon = part.indexOf(":");
    const label = (colon === -1 ? part : part.slice(0, colon)).trim();
    const name = label.replace(/\s*\?$/, "");
    if (!isFieldName(name))
      throw invalid(
        `"${part}" is not a field`,
        `Write \`${toFieldName(name || part)}\` or \`${toFieldName(name || part)}: number\``,
      );
    if (fields.some((field) => field.name === name))
      throw invalid(`The field ${name} stands twice`, "Give each field its own name");
    const type = parseType(colon === -1 ? "" : part.slice(colon + 1).trim(), depth);
    fields.push({ name, type, required: name === label, description: "" });
  }
  return fields;
}

function addModifier(cell: TypeCell, text: string): void {
  if (text.startsWith("default ")) {
    const reading = readDefault(text.slice("default ".length).trim(), cell);
    if ("problem" in reading) throw invalid(reading.problem, reading.fix, "default");
    cell.default = reading.value;
    return;
  }
  const reading = readBound(text, cell.type);
  if ("problem" in reading) throw invalid(reading.problem, reading.fix, "bound");
  if (cell.bounds !== undefined) throw invalid("The type has two bounds", "Keep one of them", "bound");
  cell.bounds = reading.bounds;
}

export function isFieldName(text: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(text);
}

/** The nearest allowed name: `First-year cost` becomes `first_year_cost`. */
export function toFieldName(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_\d]+|_+$/g, "");
  return name === "" ? "field_name" : name;
}

function toTypeFix(text: string): string {
  const word = /^[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? "";
  const meant = HABITS.get(word) ?? (WORDS.includes(word) ? word : nearestWord(word, WORDS));
  return meant === undefined
    ? `Use one of ${WORDS.join(", ")}, with \`[]\` behind it for a list`
    : `Did you mean \`${meant}\`?`;
}

export type TypeCellPart = "type" | "bound" | "default";

function invalid(detail: string, fix: string, part: TypeCellPart = "type"): AppError {
  return new AppError("skill_invalid", detail, { fix, errors: [{ path: part, message: detail }] });
}
