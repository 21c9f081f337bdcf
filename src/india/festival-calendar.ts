import { addDays, toIndianDay, toYear } from "./days.ts";
import type { Festival, FestivalDate, FestivalDay, UnknownFestivalDate } from "./festival.ts";
import { FESTIVAL_DATES, REVIEWED_YEARS } from "./festival-dates.ts";
import { createFestivalFinder } from "./festival-finder.ts";
import { FESTIVALS } from "./festival-rules.ts";

export type FestivalCalendar = {
  /** The festivals that a text names (also an id or a name alone), in the order of their mention. */
  find(text: string): Festival[];
  get(id: string): Festival | undefined;
  /** The date in that year; a year without data is said, never guessed. */
  on(id: string, year: number): FestivalDate | UnknownFestivalDate;
  /** The first date that is not over on the Indian day of `from`. */
  next(id: string, from: Date): FestivalDate | UnknownFestivalDate;
  /** What takes place in the `days` days from the Indian day of `from`, earliest first. */
  upcoming(from: Date, days: number): FestivalDate[];
  /** Years that such a window touches and whose dates are not (all) reviewed. */
  missingYears(from: Date, days: number): number[];
};

const LAUNCH_DAYS_BEFORE = { first: 30, last: 14 };

/** `corrections` win over the reviewed dates of the same festival and year: the moon may move one late. */
export function createFestivalCalendar({
  corrections = [],
}: { corrections?: readonly FestivalDay[] } = {}): FestivalCalendar {
  const festivals = new Map(FESTIVALS.map((festival) => [festival.id, festival]));
  const days = new Map(
    [...FESTIVAL_DATES, ...corrections].map((row) => [`${row.id} ${toYear(row.day)}`, row]),
  );
  const dates = [...days.values()]
    .flatMap((row) => toFestivalDate(festivals.get(row.id), row))
    .toSorted((left, right) => left.day.localeCompare(right.day));

  const on: FestivalCalendar["on"] = (id, year) =>
    dates.find((date) => date.festival.id === id && date.year === year) ??
    toUnknown(festivals.get(id), id, year);

  return {
    find: createFestivalFinder({ festivals: FESTIVALS }),
    get: (id) => festivals.get(id),
    on,
    next(id, from) {
      const today = toIndianDay(from);
      const thisYear = on(id, toYear(today));
      return thisYear.unknown || thisYear.until >= today ? thisYear : on(id, toYear(today) + 1);
    },
    upcoming(from, count) {
      const today = toIndianDay(from);
      const last = addDays(today, count);
      return dates.filter((date) => date.until >= today && date.day <= last);
    },
    missingYears(from, count) {
      const first = toYear(toIndianDay(from));
      const last = toYear(addDays(toIndianDay(from), count));
      const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      return years.filter((year) => !REVIEWED_YEARS.includes(year));
    },
  };
}

function toFestivalDate(festival: Festival | undefined, row: FestivalDay): FestivalDate[] {
  if (festival === undefined) return [];
  const isHigh = festival.relevance === "high";
  return [
    {
      unknown: false,
      festival,
      year: toYear(row.day),
      day: row.day,
      until: row.until ?? row.day,
      confidence: row.confidence,
      note: row.note ?? null,
      elsewhere: row.elsewhere ?? [],
      campaignStart: addDays(row.day, -festival.leadDays),
      launchWindow: isHigh
        ? {
            from: addDays(row.day, -LAUNCH_DAYS_BEFORE.first),
            to: addDays(row.day, -LAUNCH_DAYS_BEFORE.last),
          }
        : null,
    },
  ];
}

function toUnknown(festival: Festival | undefined, id: string, year: number): UnknownFestivalDate {
  return {
    unknown: true,
    festival: festival ?? null,
    year,
    reason:
      festival === undefined
        ? `No festival is known as "${id}".`
        : `There is no reviewed date of ${festival.name} for ${year}.`,
  };
}
