/** A calendar day as YYYY-MM-DD. */
export type Day = string;

const DAY_MS = 86_400_000;
const INDIA_OFFSET_MS = 5.5 * 3_600_000;

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const MONTH =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

const WRITTEN = new RegExp(
  `\\b(?<iso>\\d{4}-\\d{2}-\\d{2})\\b|` +
    `\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?<month>${MONTH})\\.?,?\\s+(?<year>\\d{4})\\b|` +
    `\\b(?<month2>${MONTH})\\.?\\s+(?<day2>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year2>\\d{4})\\b`,
  "gi",
);

/** Days written with their year, in order. */
export function findDays(text: string): Day[] {
  return [...text.matchAll(WRITTEN)].flatMap((match) => {
    const groups = match.groups ?? {};
    const month = (groups["month"] ?? groups["month2"] ?? "").toLowerCase().slice(0, 3);
    const number = MONTHS.findIndex((name) => name.startsWith(month)) + 1;
    const day = groups["day"] ?? groups["day2"] ?? "";
    const text = groups["iso"] ?? `${groups["year"] ?? groups["year2"]}-${pad(String(number))}-${pad(day)}`;
    return isDay(text) ? [text] : [];
  });
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The day in India at a moment: business days are Indian days. */
export function toIndianDay(now: Date): Day {
  return new Date(now.getTime() + INDIA_OFFSET_MS).toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function countDays(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** "8 November 2026". */
export function toLongDay(day: Day): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const name = MONTHS[Number(month) - 1] ?? "";
  return `${Number(date)} ${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`;
}

const HINDI_MONTHS = "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(" ");

/** "8 नवंबर 2026". */
export function toHindiDay(day: Day): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${Number(date)} ${HINDI_MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

function pad(number: string): string {
  return number.padStart(2, "0");
}
