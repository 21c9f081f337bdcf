import type { Paise } from "../domain/money.ts";
import { toAsciiDigits } from "./digits.ts";
import { NUMBER_WORD_PATTERN, toNumberFromWords } from "./number-words.ts";
import {
  ALONE_AFTER,
  BUDGET_AFTER,
  BUDGET_BEFORE,
  COUNT_LINK,
  COUNTED_AFTER,
  COUNTED_BEFORE,
  FOREIGN_AFTER,
  FOREIGN_BEFORE,
  RUPEE_AFTER_PATTERN,
  RUPEE_BEFORE_PATTERN,
  RUPEE_SCALES,
  SCALE_PATTERN,
  toFactor,
} from "./rupee-words.ts";

/** `text` is what stands at `start` to `end` (UTF-16 offsets, end excluded). */
export type RupeeAmount = { text: string; paise: Paise; start: number; end: number };

/** Anything that reads like a number, before it is known whether it is money. */
type Quantity = {
  value: number;
  factor: number;
  currency: boolean;
  signFirst: boolean;
  words: boolean;
  /** Written "2,00,000": grouped as only rupees are, usually. */
  lakhGroups: boolean;
  digits: string;
  start: number;
  end: number;
};

const WORD = `(?:${NUMBER_WORD_PATTERN})(?![\\p{L}\\p{M}\\p{N}])`;
const QUANTITY = new RegExp(
  `(?<before>(?:${RUPEE_BEFORE_PATTERN})\\s*)?` +
    `(?:(?<![\\p{L}\\p{N}.,])|(?<=${RUPEE_BEFORE_PATTERN}\\s*))` +
    `(?:(?<digits>\\d{1,3}(?:,\\d{2,3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(?!\\d)|(?<![\\p{M}])(?<words>${WORD}(?:[\\s-]+${WORD}|\\s+and a half)*))` +
    `(?:\\s*-?\\s*(?<scale>${SCALE_PATTERN}))?` +
    `(?<slash>\\s*/-)?(?:\\s*(?<after>${RUPEE_AFTER_PATTERN}))?`,
  "giu",
);
const RANGE_LINK = /^\s*(?:-|–|—|to|till|se|से|ते)\s*$/iu;
const BETWEEN = /(?<!\p{L})between\s+$/iu;
const YEAR = /^20[0-4]\d$/;

/**
 * Amounts of rupees in a text, in order: "2 lakh", "₹1.5 crore", "Rs. 49,999", "40k rupees", "2,00,000", "दो लाख".
 * Of a range ("10-15 lakh") both ends are given. A number without any sign of money is not an amount, and a lakh
 * of something else ("2 lakh followers") is not either.
 */
export function parseRupees(text: string): RupeeAmount[] {
  const ascii = toAsciiDigits(text);
  const quantities = joinCompounds(ascii, findQuantities(ascii));
  spreadRanges(ascii, quantities);
  return quantities
    .filter((quantity) => isMoney(ascii, quantity))
    .flatMap((quantity) => {
      const paise = Math.round(quantity.value * quantity.factor * 100);
      if (!Number.isSafeInteger(paise)) return [];
      return [
        { text: text.slice(quantity.start, quantity.end), paise, start: quantity.start, end: quantity.end },
      ];
    });
}

function findQuantities(text: string): Quantity[] {
  const quantities: Quantity[] = [];
  const pattern = new RegExp(QUANTITY);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { before, digits, words, scale, slash, after } = match.groups ?? {};
    // In "Rs 500 Rs 700" the second sign belongs to the second number.
    const tail =
      before !== undefined && after !== undefined ? match[0].length - after.length : match[0].length;
    const found = match[0].slice(0, tail).trimEnd();
    pattern.lastIndex = match.index + found.length;
    quantities.push({
      value: digits === undefined ? toNumberFromWords(words ?? "") : Number(digits.replaceAll(",", "")),
      factor: toFactor(scale),
      currency: before !== undefined || after !== undefined || slash !== undefined,
      signFirst: before !== undefined,
      words: digits === undefined,
      lakhGroups: /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(digits ?? ""),
      digits: digits ?? "",
      start: match.index,
      end: match.index + found.length,
    });
  }
  return quantities;
}

/** "2 lakh 50 thousand" is one amount: each part smaller than the scale before it. */
function joinCompounds(text: string, quantities: Quantity[]): Quantity[] {
  const joined: Quantity[] = [];
  for (const quantity of quantities) {
    const last = joined.at(-1);
    const isTail =
      last !== undefined &&
      last.factor > 1 &&
      /^\s+$/.test(text.slice(last.end, quantity.start)) &&
      quantity.value * quantity.factor < last.factor &&
      (quantity.factor > 1 || quantity.currency) &&
      !quantity.signFirst;
    if (!isTail) {
      joined.push({ ...quantity });
      continue;
    }
    last.value = (last.value * last.factor + quantity.value * quantity.factor) / quantity.factor;
    last.factor = quantity.factor;
    last.currency ||= quantity.currency;
    last.end = quantity.end;
  }
  return joined;
}

/** In "10-15 lakh" and "₹500 to 700" the two ends share the scale and the sign. */
function spreadRanges(text: string, quantities: Quantity[]): void {
  for (const [index, high] of quantities.entries()) {
    const low = quantities[index - 1];
    if (low === undefined || !isRange(text, low, high)) continue;
    if (low.factor === 1 && high.factor > 1 && low.value < high.value && !low.lakhGroups)
      low.factor = high.factor;
    const isCounted = COUNTED_AFTER.test(text.slice(high.end, high.end + 80));
    const isSigned =
      high.currency ||
      (low.signFirst && !isCounted) ||
      isBudget(text, low.start, high.end) ||
      isRangeSpent(text, low, high);
    low.currency ||= isSigned || (RUPEE_SCALES.includes(high.factor) && !isCounted);
    high.currency ||= isSigned;
  }
}

function isRangeSpent(text: string, low: Quantity, high: Quantity): boolean {
  const before = text.slice(Math.max(0, low.start - 80), low.start);
  return high.factor === 1_000 && isSpent(before, text.slice(high.end, high.end + 80));
}

function isRange(text: string, low: Quantity, high: Quantity): boolean {
  if (low.words !== high.words || YEAR.test(low.digits)) return false;
  const link = text.slice(low.end, high.start);
  return RANGE_LINK.test(link) || (/^\s*and\s*$/i.test(link) && BETWEEN.test(text.slice(0, low.start)));
}

function isMoney(text: string, quantity: Quantity): boolean {
  const before = text.slice(Math.max(0, quantity.start - 80), quantity.start);
  const after = text.slice(quantity.end, quantity.end + 80);
  if (FOREIGN_BEFORE.test(before) || FOREIGN_AFTER.test(after)) return false;
  if (quantity.currency) return true;
  if (COUNTED_AFTER.test(after)) return false;
  if (isBudget(text, quantity.start, quantity.end)) {
    return quantity.factor > 1 || (!quantity.words && quantity.value >= 100 && !YEAR.test(quantity.digits));
  }
  if (COUNTED_BEFORE.test(before)) return false;
  if (quantity.factor === 1_000) return isSpent(before, after);
  // A bare "2L" may be two litres.
  const isShort = /\d\s*l$/i.test(text.slice(quantity.start, quantity.end));
  return (RUPEE_SCALES.includes(quantity.factor) && !isShort) || quantity.lakhGroups;
}

/** Thousands with nothing behind them that they could count: "about 35k", "has 75k for promotion", not "10k steps". */
function isSpent(before: string, after: string): boolean {
  return ALONE_AFTER.test(after) && !COUNT_LINK.test(before);
}

function isBudget(text: string, start: number, end: number): boolean {
  return (
    BUDGET_BEFORE.test(text.slice(Math.max(0, start - 80), start)) ||
    BUDGET_AFTER.test(text.slice(end, end + 80))
  );
}
