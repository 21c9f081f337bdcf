import { toRupeeText } from "../../domain/money.ts";
import { findAmounts } from "./amounts.ts";
import { toTerms } from "./terms.ts";

type Figure = { value: number; text: string; isMoney: boolean; terms: ReadonlySet<string> };

/** "Customer acquisition cost (CAC) = everything spent ... / new customers ...", as far as the next sign. */
const FORMULA =
  /(?<name>\p{L}[\p{L}\p{N} ()-]{1,70}?)\s=\s(?<over>[^/=;,]{1,90}?)\s\/\s(?<under>[^/=;,.]{1,90})/gu;
const NUMBER = /(?<![\p{L}\p{N}.,])(?<digits>\d[\d,]*(?:\.\d+)?)(?:\s?(?<percent>%|per ?cent))?/giu;
const WINDOW = 24;
const MONEY = /spen[dt]|cost|sales|price|revenue|value|budget/i;

/** The quotients among some sentences that the request gives figures for, worked out: "3,00,000 / 120 = 2,500". */
export function workOut(sentences: readonly string[], request: string): string | null {
  const figures = findFigures(request);
  for (const match of sentences.flatMap((sentence) => [...sentence.matchAll(FORMULA)])) {
    const { name = "", over = "", under = "" } = match.groups ?? {};
    const left = bind(over, figures);
    const right = bind(under, figures);
    if (left === null || right === null || left === right || right.value === 0) continue;
    if (!figures.includes(left) && !figures.includes(right)) continue;
    const result = left.value / right.value;
    const written =
      left.isMoney && !right.isMoney
        ? toRupeeText(Math.round(result) * 100)
        : String(Math.round(result * 100) / 100);
    return `With your figures: ${name.trim()} = ${left.text} / ${right.text} = ${written}.`;
  }
  return null;
}

function findFigures(request: string): Figure[] {
  const money = findAmounts(request).map(({ text, paise }) => {
    return toFigure(request, text, { value: paise / 100, text: toRupeeText(paise), isMoney: true });
  });
  const numbers = [...request.matchAll(NUMBER)].map((match) => {
    const value = Number((match.groups?.["digits"] ?? "").replaceAll(",", ""));
    const share = match.groups?.["percent"] === undefined ? value : value / 100;
    return toFigure(request, match[0], { value: share, text: String(share), isMoney: false });
  });
  return [
    ...money,
    ...numbers.filter(({ value }) => !money.some((amount) => amount.text.startsWith(`₹${value} `))),
  ];
}

/** A figure with the words around it, which say what it counts. */
function toFigure(request: string, written: string, figure: Omit<Figure, "terms">): Figure {
  const at = request.indexOf(written);
  const before = request.slice(Math.max(0, at - WINDOW), at);
  const after = request.slice(at + written.length, at + written.length + WINDOW);
  const clause = `${before.split(/[,;.]/).at(-1) ?? ""} ${after.split(/[,;.]/)[0] ?? ""}`;
  return { ...figure, terms: new Set(toTerms(clause)) };
}

function bind(phrase: string, figures: readonly Figure[]): Figure | null {
  const literal = /^\d+(?:\.\d+)?$/.exec(phrase.trim())?.[0];
  if (literal !== undefined)
    return { value: Number(literal), text: literal, isMoney: false, terms: new Set() };
  const wanted = toTerms(phrase);
  const isMoney = MONEY.test(phrase);
  const fitting = figures.filter((figure) => figure.isMoney === isMoney);
  return fitting.find(({ terms }) => wanted.some((term) => terms.has(term))) ?? null;
}
