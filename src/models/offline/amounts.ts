import type { Paise } from "../../domain/money.ts";

export type Amount = { text: string; paise: Paise };

const SCALES: [RegExp, number][] = [
  [/^(?:crores?|cr|करोड़|करोड)$/i, 10_000_000],
  [/^(?:lakhs?|lacs?|लाख)$/i, 100_000],
  [/^(?:k|thousand|hazar|हज़ार|हजार)$/i, 1_000],
];

const SCALE = "crores?|cr|lakhs?|lacs?|k|thousand|hazar|करोड़|करोड|लाख|हज़ार|हजार";
const AMOUNT = new RegExp(
  `(?:(?<sign>₹|\\brs\\.?|\\binr)\\s*)?(?<digits>\\d[\\d,]*(?:\\.\\d+)?)(?:\\s*(?<scale>${SCALE})(?![\\p{L}\\p{M}]))?` +
    `(?<unit>\\s*(?:rupees?\\b|rs\\b|रुपये|रुपए|/-))?`,
  "giu",
);

/** Rupee amounts in a text: a sign, a scale or the word must say that a number is money. */
export function findAmounts(text: string): Amount[] {
  return [...text.matchAll(AMOUNT)].flatMap((match) => {
    const { sign, digits = "", scale, unit } = match.groups ?? {};
    if (sign === undefined && scale === undefined && unit === undefined) return [];
    const factor = SCALES.find(([pattern]) => pattern.test(scale ?? ""))?.[1] ?? 1;
    const paise = Math.round(Number(digits.replaceAll(",", "")) * factor * 100);
    return Number.isSafeInteger(paise) ? [{ text: match[0].trim(), paise }] : [];
  });
}

const MONEY_NAME = /budget|amount|spend|cost|price|fee|investment|revenue|salary/i;

export function isMoneyName(name: string): boolean {
  return MONEY_NAME.test(name);
}

/** An input's amount: text is read, a number is paise unless the request says the same number of rupees. */
export function toPaise(value: unknown, request: readonly Amount[]): Paise | null {
  if (typeof value === "string") {
    return findAmounts(value)[0]?.paise ?? findAmounts(`₹${value}`)[0]?.paise ?? null;
  }
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return null;
  const isRupees =
    request.some(({ paise }) => paise === value * 100) && !request.some(({ paise }) => paise === value);
  return Math.round(isRupees ? value * 100 : value);
}
