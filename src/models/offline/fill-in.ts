import { addDays, type Day, isDay, toHindiDay, toLongDay } from "./days.ts";
import { splitSentences } from "./sentences.ts";

/** What the places of a text can be filled with, by name: texts, numbers to compute with, days. */
export type FillValues = ReadonlyMap<string, string | number>;

const PLACE = /\{([^{}\n]{1,80})\}/g;
const ALTERNATIVE = /\s+\/\/\s+/;
const TOKEN = /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<operator>[+*/-]|x(?![a-z_]))|(?<name>[a-z_]+))/gy;

/**
 * A text of a skill with its places filled: `{city}`, `{offer or thing or "it"}`, `{send_from + 3 days}`,
 * `{amount / 250 * 1000}`. Of alternatives ("a // b") the first counts for which everything is known; when none is, the
 * sentences that are complete remain. Null when nothing does.
 */
export function fillIn(text: string, values: FillValues): string | null {
  const alternatives = text.split(ALTERNATIVE);
  for (const alternative of alternatives) {
    const whole = fill(alternative, values);
    if (whole !== null) return whole;
  }
  const sentences = splitSentences(alternatives.at(-1) ?? "").map((sentence) => fill(sentence, values));
  const complete = sentences.filter((sentence) => sentence !== null);
  return complete.length === 0 ? null : complete.join(" ");
}

function fill(text: string, values: FillValues): string | null {
  let isComplete = true;
  const isHindi = /\p{Script=Devanagari}/u.test(text);
  const filled = text.replace(PLACE, (_place, inner: string) => {
    const value = toValue(inner.trim(), values, isHindi ? toHindiDay : toLongDay);
    if (value === null) isComplete = false;
    return value ?? "";
  });
  // "Our shop." in a place before a full stop would end twice.
  return isComplete ? capitalise(filled.replace(/([.!?।])[.।](?=\s|$)/gu, "$1").trim()) : null;
}

function toValue(inner: string, values: FillValues, toDay: (day: Day) => string): string | null {
  // `{link?}` prints nothing and wants the link to be known.
  if (inner.endsWith("?")) return values.has(inner.slice(0, -1)) ? "" : null;
  for (const choice of inner.split(/\s+or\s+(?=[a-z_]+|")/)) {
    const literal = /^"(.*)"$/.exec(choice)?.[1];
    if (literal !== undefined) return literal;
    const known = values.get(choice);
    if (typeof known === "number") return known.toLocaleString("en-IN");
    if (known !== undefined && known !== "") return isDay(known) ? toDay(known) : known;
    const computed = toLaterDay(choice, values, toDay) ?? compute(choice, values);
    if (computed !== null) return computed;
  }
  return null;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function toLaterDay(text: string, values: FillValues, toDay: (day: Day) => string): string | null {
  const {
    name = "",
    sign,
    days,
  } = /^(?<name>[a-z_]+)\s*(?<sign>[+-])\s*(?<days>\d{1,3}) days?$/.exec(text)?.groups ?? {};
  const day = values.get(name);
  if (typeof day !== "string" || !isDay(day)) return null;
  const later = addDays(day satisfies Day, Number(days) * (sign === "-" ? -1 : 1));
  const today = values.get("today");
  // What should have happened already begins today.
  return toDay(typeof today === "string" && later < today && sign === "-" ? today : later);
}

/** Products before sums, from left to right, as a whole number. */
function compute(text: string, values: FillValues): string | null {
  const tokens = [...text.matchAll(TOKEN)];
  if (tokens.length < 3 || tokens.map(([token]) => token).join("").length !== text.length) return null;
  let sum = 0;
  let term: number | null = null;
  let operator = "+";
  for (const { groups = {} } of tokens) {
    const { number, name, operator: next } = groups;
    if (next !== undefined) {
      operator = next;
      continue;
    }
    const value = number === undefined ? values.get(name ?? "") : Number(number);
    if (typeof value !== "number") return null;
    if (/[*x]/.test(operator) && term !== null) term *= value;
    else if (operator === "/" && term !== null) term /= value;
    else {
      sum += term ?? 0;
      term = operator === "-" ? -value : value;
    }
  }
  const result = sum + (term ?? 0);
  return Number.isFinite(result) ? Math.round(result).toLocaleString("en-IN") : null;
}
