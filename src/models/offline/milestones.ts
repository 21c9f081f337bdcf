import type { Brief } from "../../domain/brief.ts";
import { toPlainText } from "./sentences.ts";
import { listSkillTables, type SkillTable } from "./skill-tables.ts";

/** A point in time that the skill's text gives relative to the day everything leads to. */
export type Milestone = {
  /** Days after the day; negative is before. */
  offset: number;
  /** The last day of a span; the same as `offset` for a moment. */
  until: number;
  label: string;
  detail: string;
};

const NUMBER_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const NUMBER = `\\d{1,3}|${NUMBER_WORDS.join("|")}`;
const UNIT_DAYS: Record<string, number> = { day: 1, week: 7, month: 30 };

/** "30 days before", "six to four weeks before" (the first counts), "T-14", "D+1". */
const OFFSET = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?<count>${NUMBER})(?:\\s*(?:-|–|to)\\s*(?:${NUMBER}))?[\\s-]+(?<unit>day|week|month)s?\\s+` +
    `(?<side>before|ahead|prior|after|later)|[TD]\\s?(?<sign>[-−–+])\\s?(?<days>\\d{1,3})(?![\\p{L}\\p{N}]))`,
  "giu",
);

/**
 * Milestones in the order of time. The rows of a table win over the items of a list, those over a sentence that
 * counts several ("teaser 30 days before, last orders 3 days before"); a lone remark is not a schedule.
 */
export function listMilestones(skill: Brief["skill"]): Milestone[] {
  const lines = skill.sections.flatMap(({ body }) => body.split("\n"));
  const sets = [listSkillTables(skill).flatMap(toRows), lines.flatMap(toItem), ...lines.map(toParts)];
  const chosen = sets.find((set) => set.length > 1) ?? [];
  return chosen.toSorted((left, right) => left.offset - right.offset);
}

/** Rewrites every "N days before", together with the occasion behind it. */
export function replaceOffsets(
  text: string,
  occasion: string,
  write: (written: string, offset: number) => string,
): string {
  return text
    .replace(OFFSET, (written: string, ...rest: unknown[]) => {
      const at = rest.find((value) => typeof value === "number") ?? 0;
      const behind = text.slice(at + written.length);
      const isNamed = occasion !== "" && behind.toLowerCase().startsWith(` ${occasion.toLowerCase()}`);
      const offset = parseOffset(written) ?? 0;
      return isNamed ? `${write(`${written} ${occasion}`, offset)}\u0000` : write(written, offset);
    })
    .replaceAll(new RegExp(`\u0000 ${toLiteral(occasion)}`, "gi"), "");
}

/** Days after the day that a phrase means; null when it says none. */
export function parseOffset(text: string): number | null {
  const groups = [...text.matchAll(OFFSET)][0]?.groups;
  if (groups === undefined) return null;
  const { count, unit = "", side = "", sign, days } = groups;
  if (days !== undefined) return Number(days) * (sign === "+" ? 1 : -1);
  const word = NUMBER_WORDS.indexOf((count ?? "").toLowerCase());
  const counted = (word === -1 ? Number(count) : word) * (UNIT_DAYS[unit.toLowerCase()] ?? 1);
  return /after|later/i.test(side) ? counted : -counted;
}

/** "| T-30 | Teaser | Show the sweets being made |" or "| Launch | 30 days before | 15 days before | ... |". */
function toRows({ rows }: SkillTable): Milestone[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const timed = Array.from({ length: width }, (_, at) => at).filter(
    (at) => rows.filter((row) => parseOffset(row[at] ?? "") !== null).length > 1,
  );
  return rows.flatMap((row) => {
    // In a column of offsets a cell without one ("Diwali") is the day itself.
    const offsets = timed.map((at) => parseOffset(row[at] ?? "") ?? 0);
    const [label, ...details] = row.filter((_, at) => !timed.includes(at));
    const [offset] = offsets;
    if (offset === undefined || label === undefined) return [];
    return [{ offset, until: offsets.at(-1) ?? offset, label, detail: details.join(", ") }];
  });
}

/** "- **30 days before: teaser.** Show ..." or "- T-30 Teaser: show ...". */
function toItem(line: string): Milestone[] {
  const item = /^\s*(?:\d+[.)]|[-*+])\s+(.*)$/.exec(line)?.[1];
  if (item === undefined) return [];
  const plain = toPlainText(item);
  const head = /^\*\*(.+?)\*\*/.exec(item)?.[1] ?? plain.slice(0, 30);
  const offset = parseOffset(head);
  if (offset === null) return [];
  const rest = plain.replace(OFFSET, "").replace(/^[\s:,.–—(-]+/u, "");
  const [label = rest, ...details] = rest.split(/[:.]\s+/);
  return [{ offset, until: offset, label: cleanLabel(label), detail: details.join(". ") }];
}

/** "Teaser 30 days before, early-bird offer 21 days before". */
function toParts(line: string): Milestone[] {
  const parts = toPlainText(line).split(/[,;]\s+|\.\s+/);
  return parts.flatMap((part) => {
    const offset = parseOffset(part);
    const label = cleanLabel(part);
    return offset === null || label === "" ? [] : [{ offset, until: offset, label, detail: "" }];
  });
}

function cleanLabel(text: string): string {
  const plain = text.replace(OFFSET, "").replace(/^(?:and|then)\s+/i, "");
  return plain.replace(/^[\s:,.–—(-]+|[\s:,.–—(-]+$/gu, "").replace(/\s{2,}/g, " ");
}

function toLiteral(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
