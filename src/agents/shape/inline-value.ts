import type { FieldType } from "../../domain/skill.ts";
import { fromCellList } from "./cell-text.ts";
import { fromJson, readJson } from "./json-value.ts";
import { readScalar } from "./scalar-value.ts";

/** The value of a field out of one cell or behind one key. */
export function readInline(text: string, type: FieldType): unknown {
  if (type.kind === "object" || (type.kind === "list" && type.of.kind === "object")) {
    const json = readJson(text);
    return json === undefined ? undefined : fromJson(json, type);
  }
  if (type.kind !== "list") return readScalar(text, type);
  const json = readJson(text);
  const isList = Array.isArray(json) && json.every((item) => typeof item === "string");
  return isList ? fromJson(json, type) : readItems(fromCellList(text), type.of);
}

export function readItems(texts: readonly string[], of: FieldType): unknown[] {
  return texts.map((text) => readInline(text, of)).filter((item) => item !== undefined && item !== "");
}
