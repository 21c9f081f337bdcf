import { CronExpressionParser, type CronExpression } from "cron-parser";
import { AppError } from "../domain/errors.ts";

type Schedule = { schedule: string; timezone: string };

const WORDS = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat|l)$/i;
const FIELD = /^[\d*?,\-/#a-z]+$/i;

/**
 * The first slot after a moment, null when the schedule has none up to `end`. Where clocks go forward, a slot in the
 * hour that is left out comes right after it; where they go back, a slot at a fixed hour comes once. Throws
 * `validation_failed`.
 */
export function toNextSlot({ schedule, timezone }: Schedule, after: Date, end: Date | null): Date | null {
  checkTimezone(timezone);
  const slot = toFirst(schedule, parse(schedule, timezone, after));
  return end !== null && slot.getTime() > end.getTime() ? null : slot;
}

function parse(schedule: string, timezone: string, after: Date): CronExpression {
  const fields = schedule.trim().split(/\s+/);
  // Its own additions are kept out: seconds, names such as @daily, and H, which means another time at each look.
  if (fields.length !== 5 || !fields.every(isField)) throw invalidSchedule(schedule);
  try {
    return CronExpressionParser.parse(fields.join(" "), { tz: timezone, currentDate: after });
  } catch (cause) {
    throw invalidSchedule(schedule, cause);
  }
}

function isField(field: string): boolean {
  return FIELD.test(field) && (field.match(/[a-z]+/gi) ?? []).every((word) => WORDS.test(word));
}

function toFirst(schedule: string, expression: CronExpression): Date {
  try {
    return expression.next().toDate();
  } catch (cause) {
    throw invalidSchedule(schedule, cause);
  }
}

function checkTimezone(timezone: string): void {
  try {
    // An offset is no zone: it knows nothing of summer.
    if (!/^[a-z]/i.test(timezone)) throw new RangeError("an offset");
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (cause) {
    throw new AppError("validation_failed", `timezone: ${JSON.stringify(timezone)} is no IANA time zone`, {
      fix: 'Use a name such as "Asia/Kolkata".',
      errors: [{ path: "timezone", message: "is no IANA time zone" }],
      cause,
    });
  }
}

function invalidSchedule(schedule: string, cause?: unknown): AppError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  return new AppError("validation_failed", `schedule: ${JSON.stringify(schedule)} is no schedule${reason}`, {
    fix: 'Write five fields: minute, hour, day of month, month, day of week, e.g. "0 9 * * 1-5".',
    errors: [{ path: "schedule", message: "is no schedule of five fields" }],
    cause,
  });
}
