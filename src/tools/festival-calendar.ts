import { z } from "zod";
import type { FestivalCalendar } from "../india/festival-calendar.ts";
import { FestivalEntry, toFestivalEntry } from "./festival-entry.ts";
import { toFestivalFacts } from "./festival-facts.ts";
import { defineTool } from "./tool.ts";

const DEFAULT_DAYS = 60;

const Input = z
  .object({
    festival: z
      .string()
      .trim()
      .max(2_000)
      .optional()
      .describe(
        'One or more festivals by name in any Indian language, e.g. "Diwali"; left out: all that come up',
      ),
    year: z.number().int().min(2000).max(2100).optional().describe("Its year; left out: the next one"),
    days: z
      .number()
      .int()
      .min(1)
      .max(400)
      .optional()
      .describe(`How many days to look ahead without a name; ${DEFAULT_DAYS} when left out`),
  })
  .strict();

const Output = z.object({
  festivals: z.array(FestivalEntry),
  /** What could not be answered, in words: no date is ever guessed. */
  unknown: z.array(z.string()),
});

export function createFestivalCalendarTool({ festivals }: { festivals: FestivalCalendar }) {
  return defineTool({
    name: "festival-calendar",
    description:
      "Gives the reviewed dates of Indian festivals and business moments (Diwali, Holi, Eid, end of financial year, " +
      "Black Friday …) with how sure each is, when its campaign starts and what suits it. Use it for every date of a " +
      "festival; a year it does not know must not be guessed.",
    destructive: false,
    input: Input,
    output: Output,
    async run({ clock }, { festival = "", year, days = DEFAULT_DAYS }) {
      const now = clock.now();
      if (festival === "") return listUpcoming(festivals, now, year, days);
      const named = festivals.find(festival);
      if (named.length === 0)
        return { festivals: [], unknown: [`No festival is known as "${festival.slice(0, 100)}".`] };
      const dates = named.map(({ id }) =>
        year === undefined ? festivals.next(id, now) : festivals.on(id, year),
      );
      return {
        festivals: dates.flatMap((date) => (date.unknown ? [] : [toFestivalEntry(date)])),
        unknown: dates.flatMap((date) => (date.unknown ? [date.reason] : [])),
      };
    },
    toFacts: (output) => ({ facts: toFestivalFacts(output.festivals), passages: [] }),
  });
}

/** Without a name: what comes up, or with a year all that it holds. */
function listUpcoming(festivals: FestivalCalendar, now: Date, year: number | undefined, days: number) {
  const from = year === undefined ? now : new Date(Date.UTC(year, 0, 1));
  const span = year === undefined ? days : 364;
  return {
    festivals: festivals.upcoming(from, span).map(toFestivalEntry),
    unknown: festivals
      .missingYears(from, span)
      .map(
        (missing) => `The dates of ${missing} are not reviewed yet; what is listed for it is not complete.`,
      ),
  };
}
