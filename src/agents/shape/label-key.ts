import type { Field } from "../../domain/skill.ts";
import { toSingular } from "../words/stem.ts";

/** What two spellings of one label share: "**3. First step:**" and "first_step" are both "first step". */
export function toLabelKey(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/^\s*\d+[.)]\s+/, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/** The field that a heading, key or column names; singular and plural are taken for each other. */
export function findField(fields: readonly Field[], label: string): Field | undefined {
  const key = toLabelKey(label);
  if (key === "") return undefined;
  const exact = fields.find((field) => toLabelKey(field.name) === key);
  if (exact !== undefined) return exact;
  const singular = toSingularKey(key);
  const close = fields.filter((field) => toSingularKey(toLabelKey(field.name)) === singular);
  return close.length === 1 ? close[0] : undefined;
}

function toSingularKey(key: string): string {
  return key.split(" ").map(toSingular).join(" ");
}
