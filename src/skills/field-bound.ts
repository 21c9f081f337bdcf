import type { FieldBounds, FieldType } from "../domain/skill.ts";
import { toRupeesAsPaise } from "./rupee-amount.ts";

export type BoundReading = { bounds: FieldBounds } | { problem: string; fix: string };

const NUMBER = String.raw`-?[\d.]*\d(?:\s*(?:lakh|crore))?`;
const UNIT = String.raw`(?:\s+([a-z]+))?`;
const RANGE = new RegExp(`^(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})${UNIT}$`);
const LIMIT = new RegExp(`^(at most|at least|exactly)\\s+(${NUMBER})${UNIT}$`);

/** Nothing else in a type cell begins like a bound, so a list of fields can hold bounds too. */
export function isBoundText(text: string): boolean {
  return /^(-?[\d.]|at most\b|at least\b|exactly\b)/.test(text);
}

/** `1..10 items`, `at most 900 characters`, `0..1`; bounds of money are written in rupees and kept in paise. */
export function readBound(text: string, type: FieldType): BoundReading {
  const range = RANGE.exec(text);
  const limit = LIMIT.exec(text);
  const unit = toUnit(range?.[3] ?? limit?.[3], type);
  if ((range === null && limit === null) || unit === undefined)
    return { problem: `"${text}" is not a bound of ${toUnitNames(type)}`, fix: toBoundFix(type) };
  const low = toLimit(range?.[1] ?? (limit?.[1] === "at most" ? undefined : limit?.[2]), type);
  const high = toLimit(range?.[2] ?? (limit?.[1] === "at least" ? undefined : limit?.[2]), type);
  if (Number.isNaN(low) || Number.isNaN(high))
    return { problem: `"${text}" has no readable number`, fix: toBoundFix(type) };
  if (low !== undefined && high !== undefined && low > high) {
    return { problem: `The bound "${text}" ends below its beginning`, fix: "Write the smaller number first" };
  }
  return {
    bounds: { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }), unit },
  };
}

const UNIT_WORDS: Record<string, FieldBounds["unit"]> = {
  item: "items",
  items: "items",
  row: "items",
  rows: "items",
  character: "characters",
  characters: "characters",
};

function toUnit(word: string | undefined, type: FieldType): FieldBounds["unit"] | undefined {
  const wanted = toWantedUnit(type);
  const written = word === undefined ? "value" : UNIT_WORDS[word];
  return written === wanted ? written : undefined;
}

function toWantedUnit(type: FieldType): FieldBounds["unit"] | undefined {
  if (type.kind === "list") return "items";
  if (type.kind === "string" || type.kind === "url") return "characters";
  if (type.kind === "number" || type.kind === "integer" || type.kind === "money") return "value";
  return undefined;
}

function toUnitNames(type: FieldType): string {
  const wanted = toWantedUnit(type);
  if (wanted === undefined) return `a field of type ${type.kind}, which takes none`;
  return wanted === "value" ? `a ${type.kind}` : `a ${type.kind}, which is counted in ${wanted}`;
}

function toBoundFix(type: FieldType): string {
  const wanted = toWantedUnit(type);
  if (wanted === undefined) return "Remove the bound";
  const unit = wanted === "value" ? "" : ` ${wanted}`;
  return `Write \`1..10${unit}\`, \`at most 10${unit}\` or \`at least 1${unit}\``;
}

function toLimit(text: string | undefined, type: FieldType): number | undefined {
  if (text === undefined) return undefined;
  return type.kind === "money" ? (toRupeesAsPaise(text) ?? Number.NaN) : Number(text);
}
