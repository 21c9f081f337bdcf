import { findAmounts } from "./amounts.ts";
import { shareTerm } from "./terms.ts";

/** Words that sources use for what a column asks. */
const SYNONYMS: [RegExp, string][] = [
  [/price|cost|fee|rate|charge/, "price cost fee charge subscription"],
  [
    /offer|product|package|range/,
    "offer product package sell make provide range service business description",
  ],
  [/message|promise|claim|position/, "message promise claim tagline slogan position"],
  [/proof|evidence|trust/, "proof customer review rating award case study"],
  [/change|news|update/, "change new launch launched since recently raised cut"],
  [/strength|advantage/, "strength strong best leading advantage"],
  [/weakness|risk|threat/, "weak weakness lack complaint slow risk"],
  [/audience|segment|customer/, "customer audience segment buyer people"],
];

/** Whether a sentence says something that belongs in a column. */
export function isForColumn(sentence: string, column: { name: string; description: string }): boolean {
  const name = column.name.replaceAll("_", " ").toLowerCase();
  if (
    /price|cost|fee|charge/.test(name) &&
    (findAmounts(sentence).length > 0 || /\d\s*(?:a|per)\s+month/i.test(sentence))
  )
    return true;
  const synonyms = SYNONYMS.filter(([pattern]) => pattern.test(name)).map(([, words]) => words);
  return shareTerm(`${name} ${synonyms.join(" ")}`, sentence);
}
