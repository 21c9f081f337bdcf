import { type Day, toYear } from "../../india/days.ts";
import { toListPattern, toWordPattern } from "../words/words.ts";
import { MONTHS } from "./month-names.ts";

/** A day named in a text, with the words that name it. */
export type DateMention = { text: string; day: Day; start: number; end: number };

const MONTH = toListPattern([...MONTHS.keys()]).source;
const ISO = toWordPattern("(\\d{4})-(\\d{2})-(\\d{2})");
/** Day first, as written in India. */
const NUMERIC = toWordPattern("(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})");
const DAY_MONTH = toWordPattern(
  `(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+(${MONTH})\\.?(?:,?[\\s-]+(\\d{4}))?`,
);
const MONTH_DAY = toWordPattern(
  `(${MONTH})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\s*[:%]|\\d)(?:,?\\s+(\\d{4}))?`,
);

/** Days written as a date: ISO, 12/12/2026 (day first), "12 December", "Dec 12, 2026"; without a year, the next one. */
export function findCalendarDates(text: string, today: Day): DateMention[] {
  return [
    ...collect(text, ISO, ([year, month, day]) => toDay(year, month, day)),
    ...collect(text, NUMERIC, ([day, month, year]) =>
      toDay(year?.length === 2 ? `20${year}` : year, month, day),
    ),
    ...collect(text, DAY_MONTH, ([day, month, year]) => toNextDay(today, year, toMonth(month), day)),
    ...collect(text, MONTH_DAY, ([month, day, year]) => toNextDay(today, year, toMonth(month), day)),
  ];
}

type Groups = (string | undefined)[];

export function collect(
  text: string,
  pattern: RegExp,
  toFound: (groups: Groups) => Day | null,
): DateMention[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const day = toFound(match.slice(1));
    return day === null
      ? []
      : [{ text: match[0], day, start: match.index, end: match.index + match[0].length }];
  });
}

function toNextDay(
  today: Day,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): Day | null {
  if (year !== undefined) return toDay(year, month, day);
  const thisYear = toDay(String(toYear(today)), month, day);
  return thisYear !== null && thisYear >= today ? thisYear : toDay(String(toYear(today) + 1), month, day);
}

/** Null for a day that no calendar has, such as 31 February. */
function toDay(year: string | undefined, month: string | undefined, day: string | undefined): Day | null {
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}

function toMonth(name: string | undefined): string | undefined {
  const month = name === undefined ? undefined : MONTHS.get(name.normalize("NFC").toLowerCase());
  return month === undefined ? undefined : String(month);
}
