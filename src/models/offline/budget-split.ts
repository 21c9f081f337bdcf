import type { Brief } from "../../domain/brief.ts";
import type { Paise } from "../../domain/money.ts";
import { splitSentences, toPlainText } from "./sentences.ts";
import { listSkillTables, type SkillTable } from "./skill-tables.ts";
import { shareTerm } from "./terms.ts";

export type Share = { label: string; percent: number };
export type SplitShare = Share & { paise: Paise };

const PERCENT = /(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)/gi;

/**
 * The percentages by which the skill's text divides something, when they make up a whole: a column of a table, one
 * sentence ("40% on Meta ads, 35% on search, 25% on WhatsApp"), or one in each line of a list. Of several columns
 * ("local shop", "online brand") the one counts that `about` speaks of, else the first.
 */
export function listShares(skill: Brief["skill"], about: string): Share[] {
  const columns = listSkillTables(skill)
    .flatMap(toColumns)
    .filter(({ shares }) => isWhole(shares));
  const told = columns.find(({ header }) => shareTerm(header, about)) ?? columns[0];
  if (told !== undefined) return told.shares;
  const groups = skill.sections.flatMap(({ body }) => {
    const lines = body
      .split("\n")
      .filter((line) => !line.trim().startsWith("|"))
      .map(toPlainText);
    return [...lines.flatMap((line) => splitSentences(line).map(toShares)), ...toRuns(lines)];
  });
  return groups.filter(isWhole).toSorted((left, right) => right.length - left.length)[0] ?? [];
}

/** Splits an amount in whole paise; what rounding leaves over goes to the largest share, so that the sum stays. */
export function splitAmount(paise: Paise, shares: readonly Share[]): SplitShare[] {
  const split = shares.map((share) => ({ ...share, paise: Math.floor((paise * share.percent) / 100) }));
  const rest = paise - split.reduce((sum, share) => sum + share.paise, 0);
  const largest = split.reduce(
    (best, share, index) => (share.percent > (split[best]?.percent ?? 0) ? index : best),
    0,
  );
  return split.map((share, index) => (index === largest ? { ...share, paise: share.paise + rest } : share));
}

/** Each column of a table that holds one percentage in every row, named by the first column. */
function toColumns({ header, rows }: SkillTable): { header: string; shares: Share[] }[] {
  return header.map((name, at) => {
    const shares = rows.flatMap((row) => {
      const percent = Number(
        /^(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)?$/i.exec(row[at] ?? "")?.[1] ?? Number.NaN,
      );
      return Number.isNaN(percent) ? [] : [{ label: row[0] ?? "", percent }];
    });
    return { header: name, shares: shares.length === rows.length ? shares : [] };
  });
}

/** Neighbouring lines that hold one percentage each. */
function toRuns(lines: readonly string[]): Share[][] {
  const runs: Share[][] = [[]];
  for (const line of lines) {
    const shares = toShares(line);
    const only = shares.length === 1 ? shares[0] : undefined;
    if (only !== undefined) runs.at(-1)?.push(only);
    else if (line !== "") runs.push([]);
  }
  return runs;
}

function toShares(line: string): Share[] {
  const parts = line.split(/[,;]\s+|\s+and\s+(?=\d)|(?<=\D)\.\s+/);
  const shares = parts.flatMap((part) => {
    const found = [...part.matchAll(PERCENT)];
    const percent = Number(found[0]?.[1] ?? Number.NaN);
    const label = toLabel(part);
    return found.length === 1 && percent > 0 && percent <= 100 && label !== "" ? [{ label, percent }] : [];
  });
  return shares.length > 1 ? shares : toRowShare(line);
}

/** "Meta ads: 40% for prospecting". */
function toRowShare(line: string): Share[] {
  const found = [...line.matchAll(PERCENT)];
  const label = toLabel(line);
  const percent = Number(found[0]?.[1] ?? Number.NaN);
  return found.length === 1 && label !== "" && percent <= 100 ? [{ label, percent }] : [];
}

function toLabel(part: string): string {
  const at = part.search(PERCENT);
  const before = part
    .slice(0, at)
    .replace(/^.*:\s+(?=\S)/, "")
    .replace(/[\s,:;=(–—-]+$/, "")
    .replace(/^(?:and|then|spend|put|use|keep|give|allocate|plan|about|the)\b\s*/gi, "");
  if (/\p{L}/u.test(before)) return before.trim();
  const after = part
    .slice(at)
    .replace(PERCENT, "")
    .replace(/^[\s,:;=)–—-]+/, "");
  return after
    .replace(/^(?:is|goes)\s+/, "")
    .replace(/^(?:of (?:the |it |your )?(?:budget|spend|money)?\s*)?(?:on|for|to|in|into|as|of)\s+/i, "")
    .replace(/[\s.;,)]+$/, "")
    .trim();
}

function isWhole(shares: readonly Share[]): boolean {
  return shares.length > 1 && shares.reduce((sum, { percent }) => sum + percent, 0) === 100;
}
