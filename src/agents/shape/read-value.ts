import type { Field, FieldType } from "../../domain/skill.ts";
import { type Bullet, splitBullets } from "./bullets.ts";
import { fromCellList } from "./cell-text.ts";
import { readItems } from "./inline-value.ts";
import { fromJson, readJson } from "./json-value.ts";
import { readObject, readObjects } from "./object-value.ts";
import { readScalar } from "./scalar-value.ts";

/** The value of a field out of the lines of its section. */
export function readValue(lines: readonly string[], field: Pick<Field, "name" | "type">): unknown {
  const text = lines.join("\n").trim();
  if (text === "") return undefined;
  const { type } = field;
  if (type.kind === "object") return readObject(lines, type.fields);
  if (type.kind !== "list") return readScalar(type.kind === "string" ? text : toFirstLine(text), type);
  if (type.of.kind === "object") return readObjects(lines, type.of.fields);
  return readList(lines, type.of);
}

function readList(lines: readonly string[], of: FieldType): unknown[] {
  const { bullets } = splitBullets(lines);
  if (bullets.length > 0) return readItems(bullets.map(toText), of);
  const json = readJson(lines.join("\n"));
  if (Array.isArray(json)) return json.map((item) => fromJson(item, of)).filter((item) => item !== undefined);
  const filled = lines.map((line) => line.trim()).filter((line) => line !== "");
  const [only] = filled;
  if (filled.length > 1 || only === undefined) return readItems(filled, of);
  // "#diwali #sweets" on one line are two hashtags.
  return readItems(/^(?:#\S+\s*)+$/.test(only) ? only.split(/\s+/) : fromCellList(only), of);
}

function toText(bullet: Bullet): string {
  return bullet.lines.join("\n").trim();
}

function toFirstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/^[-*•]\s+/, "");
}
