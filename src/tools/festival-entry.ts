import { z } from "zod";
import { toDayText } from "../india/days.ts";
import type { FestivalDate } from "../india/festival.ts";

/** A festival on its date, as tools tell it. */
export const FestivalEntry = z.object({
  id: z.string(),
  name: z.string(),
  day: z.string(),
  until: z.string(),
  weekday_and_day: z.string(),
  confidence: z.enum(["fixed", "confirmed", "agreed", "computed", "predicted", "announced"]),
  subject_to_moon: z.boolean(),
  note: z.string().nullable(),
  elsewhere: z.array(z.object({ day: z.string(), where: z.string() })),
  kind: z.string(),
  relevance: z.string(),
  campaign_type: z.string(),
  lead_days: z.number(),
  campaign_start: z.string(),
  launch_window: z.object({ from: z.string(), to: z.string() }).nullable(),
  industries: z.array(z.string()),
  themes: z.array(z.string()),
});
export type FestivalEntry = z.infer<typeof FestivalEntry>;

export function toFestivalEntry({ festival, ...date }: FestivalDate): FestivalEntry {
  return {
    id: festival.id,
    name: festival.name,
    day: date.day,
    until: date.until,
    weekday_and_day: toDayText(date.day),
    confidence: date.confidence,
    subject_to_moon: festival.subjectToMoon,
    note: date.note,
    elsewhere: [...date.elsewhere],
    kind: festival.kind,
    relevance: festival.relevance,
    campaign_type: festival.campaignType,
    lead_days: festival.leadDays,
    campaign_start: date.campaignStart,
    launch_window: date.launchWindow,
    industries: [...festival.industries],
    themes: [...festival.themes],
  };
}
