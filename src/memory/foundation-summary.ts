import type { Foundation } from "../domain/foundation.ts";
import { toFoundationSlice } from "./foundation-slices.ts";

const MAX_TOKENS = 500;
const SUMMARY_SLICES = [
  "positioning",
  "unique_value_proposition",
  "icp_summaries",
  "brand_voice",
  "competitors",
];

/**
 * The business in at most about 500 tokens: company, industry, place, positioning, value proposition, three customers,
 * voice and three competitors. What is too long is cut at a word, and no line takes more than its share.
 */
export function toFoundationSummary(foundation: Foundation): string {
  const facts = toFoundationSlice(foundation, SUMMARY_SLICES);
  const share = Math.floor(MAX_TOKENS / Math.max(facts.length, 1));
  const lines = facts.map(({ label, text }) => `${label.replaceAll("_", " ")}: ${text.replace(/\s+/g, " ")}`);
  const spare = lines.reduce((sum, line) => sum + Math.max(0, share - countTokens(line)), 0);
  const long = lines.filter((line) => countTokens(line) > share).length;
  const allowed = long === 0 ? share : share + Math.floor(spare / long);
  return lines.map((line) => cutToTokens(line, allowed)).join("\n");
}

/** An estimate on the safe side: four ASCII characters, or one of any other script, make a token. */
function countTokens(text: string): number {
  const ascii = text.replace(/[^\u0020-\u007e]/g, "").length;
  return Math.ceil(ascii / 4 + (text.length - ascii)) + 1;
}

function cutToTokens(line: string, tokens: number): string {
  if (countTokens(line) <= tokens) return line;
  const words = line.split(" ");
  while (words.length > 1 && countTokens(`${words.join(" ")} …`) > tokens) words.pop();
  return `${words.join(" ")} …`;
}
