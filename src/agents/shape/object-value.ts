import type { Field } from "../../domain/skill.ts";
import { splitBullets } from "./bullets.ts";
import { readInline } from "./inline-value.ts";
import { fromJson, fromJsonObject, isRecord, readJson } from "./json-value.ts";
import { findField, toLabelKey } from "./label-key.ts";
import { findTable } from "./pipe-table.ts";

type Output = Record<string, unknown>;

const SUBHEADING = /^(?:#{3,6}\s+(?<heading>.+?)|\*\*(?<bold>[^*]+)\*\*:?)\s*$/;

/** An object from "- key: value" items, a table with one row or with keys in its first column, or JSON. */
export function readObject(lines: readonly string[], fields: readonly Field[]): Output | undefined {
  const json = readJson(lines.join("\n"));
  if (isRecord(json)) return fromJsonObject(json, fields);
  const table = findTable(lines);
  if (table !== null) {
    const named = table.header.filter((cell) => findField(fields, cell) !== undefined).length;
    if (named > 1) return toObject(table.header, table.rows[0] ?? [], fields);
    return toObject(
      table.rows.map((row) => row[0] ?? ""),
      table.rows.map((row) => row[1] ?? ""),
      fields,
    );
  }
  const output = readKeys(lines, fields);
  return Object.keys(output).length === 0 ? undefined : output;
}

/** Rows of a table, blocks under sub-headings, or list items, whichever the text has. */
export function readObjects(lines: readonly string[], fields: readonly Field[]): Output[] {
  const json = readJson(lines.join("\n"));
  if (Array.isArray(json)) {
    const type = { kind: "object" as const, fields: [...fields] };
    return json.map((item) => fromJson(item, type)).filter(isRecord);
  }
  const table = findTable(lines);
  if (table !== null) return table.rows.map((row) => toObject(table.header, row, fields));
  const blocks = splitBlocks(lines, fields);
  if (blocks.length > 0) return blocks.map((block) => readBlock(block, fields)).filter(isFilled);
  const repeated = splitRepeats(lines, fields);
  if (repeated.length > 1) return repeated.map((part) => readKeys(part, fields)).filter(isFilled);
  const { bullets } = splitBullets(lines);
  const asItems = bullets.map((bullet) =>
    readBlock({ heading: bullet.lines[0] ?? "", lines: bullet.lines.slice(1) }, fields),
  );
  const whole = readKeys(lines, fields);
  return Object.keys(whole).length > 1 ? [whole] : asItems.filter(isFilled);
}

function toObject(keys: readonly string[], values: readonly string[], fields: readonly Field[]): Output {
  const output: Output = {};
  for (const [index, key] of keys.entries()) {
    const field = findField(fields, key);
    const text = values[index];
    if (field === undefined || text === undefined) continue;
    const value = text === "" && field.type.kind !== "string" ? undefined : readInline(text, field.type);
    if (value !== undefined) output[field.name] = value;
  }
  return output;
}

/** "key: value" lines; a line that begins with no known key goes on with the value before it. */
function readKeys(lines: readonly string[], fields: readonly Field[]): Output {
  const texts = new Map<Field, string[]>();
  let open: string[] | undefined;
  for (const line of lines) {
    const keyed = readKey(line, fields);
    if (keyed === undefined) open?.push(line.replace(/^ {1,2}/, ""));
    else {
      open = [keyed.rest];
      texts.set(keyed.field, open);
    }
  }
  const output: Output = {};
  for (const [field, parts] of texts) {
    const text = parts.join("\n").trim();
    const value = text === "" && field.type.kind !== "string" ? undefined : readInline(text, field.type);
    if (value !== undefined) output[field.name] = value;
  }
  return output;
}

function readKey(line: string, fields: readonly Field[]): { field: Field; rest: string } | undefined {
  // Indented lines belong to the value above them.
  const parts =
    /^(?:[-*•+]\s+|\d+[.)]\s+)?(?!\s)(?:\*\*|__|`)?([^:：*`]{1,60}?)(?:\*\*|__|`)?\s*[:：](?:\*\*|__)?(?:\s+(.*)|)$/.exec(
      line,
    );
  const field = parts?.[1] === undefined ? undefined : findField(fields, parts[1]);
  return field === undefined ? undefined : { field, rest: parts?.[2] ?? "" };
}

type Block = { heading: string; lines: string[] };

function splitBlocks(lines: readonly string[], fields: readonly Field[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const groups = SUBHEADING.exec(line)?.groups;
    const heading = groups?.["heading"] ?? groups?.["bold"];
    // "**Body:**" alone on a line is the key of a long value, not a new block.
    if (
      heading !== undefined &&
      (groups?.["heading"] !== undefined || findField(fields, heading) === undefined)
    ) {
      blocks.push({ heading, lines: [] });
    } else blocks.at(-1)?.lines.push(line);
  }
  return blocks;
}

/** A block's heading fills the first text field that the block itself leaves out ("### Move 1: Gift boxes"). */
function readBlock(block: Block, fields: readonly Field[]): Output {
  const isIndented = !block.lines.some((line) => readKey(line, fields) !== undefined);
  const lines = isIndented ? block.lines.map((line) => line.replace(/^ {1,3}(?=[-*•]\s)/, "")) : block.lines;
  const keyed = readKeys([block.heading, ...lines], fields);
  const first = fields.find((field) => field.type.kind === "string");
  if (first === undefined || first.name in keyed || readKey(block.heading, fields) !== undefined)
    return keyed;
  const name = block.heading
    .replace(/[*_`]+/g, "")
    .replace(/^(?:[\p{L}\p{M}]+\s+)?\d+\s*[.:)–—-]*\s*/u, "")
    .trim();
  return name === "" || toLabelKey(name) === "" ? keyed : { [first.name]: name, ...keyed };
}

/** Parts that each begin with the key that the text begins with. */
function splitRepeats(lines: readonly string[], fields: readonly Field[]): string[][] {
  let first: Field | undefined;
  const parts: string[][] = [];
  for (const line of lines) {
    const field = readKey(line, fields)?.field;
    first ??= field;
    if (field !== undefined && field === first) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function isFilled(output: Output): boolean {
  return Object.keys(output).length > 0;
}
