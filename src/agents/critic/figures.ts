import { toAsciiDigits } from "../../india/digits.ts";
import { parseRupees } from "../../india/rupees.ts";

/** `value` of money is rupees, of a percentage the number before the sign. */
export type Figure = {
  text: string;
  value: number;
  kind: "money" | "percentage" | "number";
  start: number;
  end: number;
};

const NUMBER =
  /(?<![\p{L}\p{N}#@_/.,-])\d[\d,]*(?:\.\d+)?(?:\s?(?<scale>lakhs?|crores?|million|billion|thousand|k|m))?(?![\p{L}\p{M}\p{N}_])(?:\s?(?<percent>%|per ?cent\b|percent\b|प्रतिशत))?/giu;
const SCALES: Record<string, number> = {
  lakh: 1e5,
  crore: 1e7,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
  thousand: 1e3,
  k: 1e3,
};

/** Figures of a text, each with its value. */
export function findFigures(text: string): Figure[] {
  const money = parseRupees(text).map(({ text: words, paise, start, end }): Figure => ({
    text: words,
    value: paise / 100,
    kind: "money",
    start,
    end,
  }));
  const numbers = [...toAsciiDigits(text).matchAll(NUMBER)].flatMap((match): Figure[] => {
    const start = match.index;
    const end = start + match[0].length;
    if (money.some((amount) => start < amount.end && amount.start < end)) return [];
    const scale = SCALES[match.groups?.["scale"]?.toLowerCase().replace(/s$/, "") ?? ""] ?? 1;
    const value = Number.parseFloat(match[0].replaceAll(",", "")) * scale;
    const kind = match.groups?.["percent"] === undefined ? "number" : "percentage";
    return [{ text: text.slice(start, end), value, kind, start, end }];
  });
  return [...money, ...numbers].toSorted((left, right) => left.start - right.start);
}

/** Equal but for rounding: half a percent, or half of a small unit. */
export function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= Math.max(0.005, Math.abs(right) * 0.005);
}
