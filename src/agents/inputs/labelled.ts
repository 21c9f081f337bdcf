import type { Field } from "../../domain/skill.ts";
import { toLabelKey } from "../shape/label-key.ts";
import { toLiteral } from "../words/words.ts";

/**
 * What a text says under the names of fields: "budget: 2 lakh; audience = young parents". A value ends where the
 * next field is named, or at the end of its line or clause.
 */
export function findLabelled(text: string, fields: readonly Field[]): Map<string, string> {
  const names = new Map(fields.map((field) => [toLabelKey(field.name), field.name]));
  const found = new Map<string, string>();
  if (names.size === 0) return found;
  const label = [...names.keys()]
    .sort((left, right) => right.length - left.length)
    .map((key) => toLiteral(key).replaceAll("\\s+", "[\\s_-]+"))
    .join("|");
  const pattern = new RegExp(
    `(?<=^|[\\n;,.•*-]\\s*|^\\s*)(?:(?:our|the|my|and)\\s+)?\\**(?<label>${label})\\**\\s*(?:[:=]|\\s(?:is|are)\\s)\\**\\s*(?<value>.+?)(?=\\s*(?:[;\\n]|$|[,.]\\s*(?:(?:our|the|my|and)\\s+)*(?:${label})\\s*(?:[:=]|\\s(?:is|are)\\s)))`,
    "giu",
  );
  for (const match of text.matchAll(pattern)) {
    const name = names.get(toLabelKey(match.groups?.["label"] ?? ""));
    const value = match.groups?.["value"]?.trim().replace(/[.,]$/, "");
    if (name !== undefined && value !== undefined && value !== "" && !found.has(name)) found.set(name, value);
  }
  return found;
}
