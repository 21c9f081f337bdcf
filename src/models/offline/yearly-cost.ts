import { toRupeeText } from "../../domain/money.ts";

const PRICE =
  /(?<digits>\d[\d,]*(?:\.\d{1,2})?)\s*(?:rupees|rs\.?|inr|\/-)?\s*(?:flat\s+)?(?:(?:per|an?|each|\/)\s*(?<head>employee|user|seat|person|member|staff|head)s?)?\s*(?:and|per|a|each|every|\/|,)*\s*(?:per\s+)?(?<period>month|year)\b/i;
const HEADS =
  /\b(?:with|for|of|have|has)\s+(?<count>\d[\d,]*)\s+(?:employees|users|seats|people|persons|members|staff|heads)\b/i;

/**
 * The first year's cost out of a stated price, with its arithmetic: "149 x 30 x 12 = ₹53,640". Null without a
 * price for a period, or when a price for each person meets no number of persons.
 */
export function toYearlyCost(sentence: string, about: string): string | null {
  const price = PRICE.exec(sentence)?.groups;
  if (price === undefined) return null;
  const { digits = "", head, period = "" } = price;
  const paise = Math.round(Number(digits.replaceAll(",", "")) * 100);
  const months = period.toLowerCase() === "month" ? 12 : 1;
  const stated = HEADS.exec(about)?.groups?.["count"];
  if (head !== undefined && stated === undefined) return null;
  const heads = head === undefined ? 1 : Number((stated ?? "1").replaceAll(",", ""));
  const factors = [
    digits,
    ...(head === undefined ? [] : [String(heads)]),
    ...(months === 1 ? [] : [String(months)]),
  ];
  return factors.length === 1
    ? null
    : `${factors.join(" x ")} = ${toRupeeText(paise * heads * months)} in a year`;
}
