import type { FieldType } from "../../domain/skill.ts";
import { toAsciiDigits } from "../../india/digits.ts";
import { parseRupees } from "../../india/rupees.ts";
import { findCalendarDates } from "../perceive/calendar-dates.ts";
import { toLabelKey } from "./label-key.ts";

type ScalarType = Exclude<FieldType, { kind: "object" } | { kind: "list" }>;

const NUMBER = /-?\d[\d,]*(?:\.\d+)?/;
const YES = /^(?:yes|true|y|haan|हाँ|हां|✓|✅)(?![\p{L}\p{M}])/iu;
const NO = /^(?:no|false|n|nahi|नहीं|✗|❌)(?![\p{L}\p{M}])/iu;

/** One value out of text that a model or a person wrote; undefined when the text holds none of the type. */
export function readScalar(text: string, type: ScalarType): unknown {
  const plain = text.trim();
  switch (type.kind) {
    case "string":
      return plain;
    case "number":
      return readNumber(plain);
    case "integer":
      return toInteger(readNumber(plain));
    case "boolean":
      return readBoolean(withoutEmphasis(plain));
    case "date":
      return findCalendarDates(withoutEmphasis(plain), "1970-01-01").find((date) => /\d{4}/.test(date.text))
        ?.day;
    case "money":
      return readMoney(plain);
    case "url":
      return /https?:\/\/[^\s<>()[\]"']+/.exec(plain)?.[0].replace(/[.,;]+$/, "");
    case "enum":
      return readEnum(withoutEmphasis(plain), type.values);
  }
}

/** An amount in paise; a bare number is rupees. */
function readMoney(text: string): number | undefined {
  const amount = parseRupees(text)[0];
  if (amount !== undefined) return amount.paise;
  const rupees = readNumber(text);
  return rupees === undefined ? undefined : Math.round(rupees * 100);
}

function readNumber(text: string): number | undefined {
  const found = NUMBER.exec(toAsciiDigits(text))?.[0];
  return found === undefined ? undefined : Number(found.replaceAll(",", ""));
}

function toInteger(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}

function readBoolean(text: string): boolean | undefined {
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

/** The value itself, or the only value that the text holds as a word. */
function readEnum(text: string, values: readonly string[]): string | undefined {
  const key = toLabelKey(text);
  const exact = values.find((value) => toLabelKey(value) === key);
  if (exact !== undefined) return exact;
  const held = values.filter((value) => ` ${key} `.includes(` ${toLabelKey(value)} `));
  // "high" in "very high" counts once although "very" may be a value as well: the longest wins.
  const longest = held.toSorted((left, right) => right.length - left.length);
  const [first, second] = longest;
  if (first === undefined || second === undefined) return first;
  return held.every((value) => toLabelKey(first).includes(toLabelKey(value))) ? first : undefined;
}

function withoutEmphasis(text: string): string {
  return text.replace(/[*_`]+/g, "").trim();
}
