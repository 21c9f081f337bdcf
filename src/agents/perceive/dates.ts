import { type Day, addDays } from "../../india/days.ts";
import { NUMBER_WORD_PATTERN, toNumberFromWords } from "../../india/number-words.ts";
import { toListPattern, toWordPattern } from "../words/words.ts";
import { type DateMention, collect, findCalendarDates } from "./calendar-dates.ts";
import { WEEKDAYS } from "./month-names.ts";

const FULL_WEEKDAY = toListPattern(
  [...WEEKDAYS.keys()].filter((name) => name.length > 5 || !/^[a-z]/.test(name)),
).source;
const SHORT_WEEKDAY = toListPattern([...WEEKDAYS.keys()]).source;
const NEXT_WEEKDAY = toWordPattern(`(?:next|agle|अगले)\\s+(${SHORT_WEEKDAY})`);
const CUED_WEEKDAY = toWordPattern(`(?:before|by|on|until|till|this|coming)\\s+(${SHORT_WEEKDAY})`);
const BARE_WEEKDAY = toWordPattern(`(${FULL_WEEKDAY})`);
const SPAN = toWordPattern(`(?:in|within)\\s+(\\d{1,3}|${NUMBER_WORD_PATTERN})\\s+(day|week|month)s?`);

/** Words that name one day, seen from today. */
const RELATIVE: [pattern: RegExp, toFound: (today: Day) => Day][] = [
  [toWordPattern("day after tomorrow"), (today) => addDays(today, 2)],
  [toWordPattern("(?<!day after )tomorrow"), (today) => addDays(today, 1)],
  [toWordPattern("today|tonight|aaj|आज"), (today) => today],
  [toWordPattern("next week|agle hafte|अगले हफ़?्?ते|अगले सप्ताह"), (today) => onWeekday(today, 1)],
  [toWordPattern("this weekend|the weekend"), (today) => onOrAfter(today, 6)],
  [toWordPattern("next weekend"), (today) => addDays(onOrAfter(today, 6), 7)],
  [toWordPattern("next month|agle mahine|अगले महीने"), (today) => firstOfNextMonth(today)],
  [
    toWordPattern("(?:end of (?:this|the) month|month[- ]end)"),
    (today) => addDays(firstOfNextMonth(today), -1),
  ],
];

/** Every day that a text names, in the order of the text; `today` is a day in India. */
export function findDates(text: string, today: Day): DateMention[] {
  const found = [
    ...findCalendarDates(text, today),
    ...RELATIVE.flatMap(([pattern, toFound]) => collect(text, pattern, () => toFound(today))),
    ...collect(text, NEXT_WEEKDAY, ([name]) => nextWeekday(today, name, 7)),
    ...collect(text, CUED_WEEKDAY, ([name]) => nextWeekday(today, name, 0)),
    ...collect(text, BARE_WEEKDAY, ([name]) => nextWeekday(today, name, 0)),
    ...collect(text, SPAN, ([count, unit]) => after(today, count ?? "", unit ?? "")),
  ];
  return withoutOverlaps(found);
}

/** Earlier finders win: "next Friday" is not also "Friday". */
export function withoutOverlaps<T extends { start: number; end: number }>(found: readonly T[]): T[] {
  const kept: T[] = [];
  for (const item of found) {
    if (!kept.some((other) => item.start < other.end && other.start < item.end)) kept.push(item);
  }
  return kept.sort((left, right) => left.start - right.start);
}

function nextWeekday(today: Day, name: string | undefined, least: number): Day | null {
  const weekday = WEEKDAYS.get((name ?? "").normalize("NFC").toLowerCase());
  if (weekday === undefined) return null;
  // "next Friday" is the one of the next week, also when this week's is still to come.
  return least === 0 ? onWeekday(today, weekday) : addDays(onWeekday(today, 1), (weekday + 6) % 7);
}

/** The first such weekday after today. */
function onWeekday(today: Day, weekday: number): Day {
  return onOrAfter(addDays(today, 1), weekday);
}

function onOrAfter(day: Day, weekday: number): Day {
  return addDays(day, (weekday - new Date(day).getUTCDay() + 7) % 7);
}

function firstOfNextMonth(today: Day): Day {
  return addDays(`${today.slice(0, 7)}-01`, 32).slice(0, 8) + "01";
}

function after(today: Day, count: string, unit: string): Day | null {
  const value = /^\d/.test(count) ? Number(count) : toNumberFromWords(count);
  if (!Number.isInteger(value)) return null;
  if (unit.toLowerCase() === "month") return shiftMonths(today, value);
  return addDays(today, value * (unit.toLowerCase() === "week" ? 7 : 1));
}

function shiftMonths(today: Day, count: number): Day {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + count;
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  const last = addDays(firstOfNextMonth(first), -1);
  const same = first.slice(0, 8) + today.slice(8);
  return same > last ? last : same;
}
