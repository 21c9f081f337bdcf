import type { Brief } from "../../domain/brief.ts";
import { addDays, type Day } from "./days.ts";
import { splitSentences, toPlainText } from "./sentences.ts";

/** A point in time that the skill's text gives relative to the day everything leads to. */
export type Milestone = {
  /** Days after the day; negative is before. */
  offset: number;
  label: string;
  detail: string;
};

const NUMBER_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const NUMBER = `\\d{1,3}|${NUMBER_WORDS.join("|")}`;
const COUNTED = new RegExp(
  `(?<![\\p{L}\\p{N}])(${NUMBER})(?:\\s*(?:-|–|to)\\s*(?:${NUMBER}))?\\s*(day|week|month)s?\\s+(before|ahead|prior|after|later)`,
  "iu",
);
const LETTERED = /(?<![\p{L}\p{N}])[TD]\s*([-−–+])\s*(\d{1,3})(?![\p{L}\p{N}])/u;
const UNIT_DAYS: Record<string, number> = { day: 1, week: 7, month: 30 };

/** Milestones in the order of time, one for each line that names an offset ("30 days before", "T-14"). */
export function listMilestones(skill: Brief["skill"]): Milestone[] {
  const found = skill.sections.flatMap(({ body }) => body.split("\n").flatMap(toMilestone));
  return found.toSorted((left, right) => left.offset - right.offset);
}

export function toDay(milestone: Milestone, anchor: Day): Day {
  return addDays(anchor, milestone.offset);
}

/** Days after the day that a phrase like "two weeks before" or "T-14" means; null when it says none. */
export function parseOffset(text: string): number | null {
  const lettered = LETTERED.exec(text);
  if (lettered !== null) return Number(lettered[2]) * (lettered[1] === "+" ? 1 : -1);
  const counted = COUNTED.exec(text);
  if (counted === null) return null;
  const word = NUMBER_WORDS.indexOf((counted[1] ?? "").toLowerCase());
  const days = (word === -1 ? Number(counted[1]) : word) * (UNIT_DAYS[(counted[2] ?? "").toLowerCase()] ?? 1);
  return /after|later/i.test(counted[3] ?? "") ? days : -days;
}

function toMilestone(line: string): Milestone[] {
  const offset = parseOffset(line);
  if (offset === null) return [];
  const bold = /\*\*(.+?)\*\*/.exec(line)?.[1];
  const cells = line.trim().startsWith("|") ? toPlainText(line).split(", ") : null;
  const plain = toPlainText(line);
  const head = cells?.find((cell) => parseOffset(cell) === null) ?? bold ?? plain;
  const label = head.replace(COUNTED, "").replace(LETTERED, "").replace(/^[\s:,.–—-]+|[\s:,.–—-]+$/gu, "");
  const detail = cells?.filter((cell) => cell !== head && parseOffset(cell) === null).join(", ") ?? splitSentences(plain).find((sentence) => sentence !== head) ?? plain;
  return label === "" ? [] : [{ offset, label: label.split(/[:.]\s/)[0] ?? label, detail }];
}
