/** A calendar day as "YYYY-MM-DD". Business days of the product are days in India. */
export type Day = string;

const MS_PER_DAY = 86_400_000;
const INDIA = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Kolkata",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day it is in India at that moment: 18:30 UTC already belongs to the next one. */
export function toIndianDay(moment: Date): Day {
  return INDIA.format(moment);
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

export function toYear(day: Day): number {
  return Number(day.slice(0, 4));
}

/** "Sunday, 8 November 2026". */
export function toDayText(day: Day): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" }).format(new Date(day));
}
