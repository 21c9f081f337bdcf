import type { Clock } from "../../domain/clock.ts";
import type { Entity, Perception } from "../../domain/route.ts";
import { toIndianDay } from "../../india/days.ts";
import { type FestivalCalendar, createFestivalCalendar } from "../../india/festival-calendar.ts";
import { parseRupees } from "../../india/rupees.ts";
import { toRead } from "../words/readable.ts";
import { readComplexity } from "./complexity.ts";
import { findCounts } from "./counts.ts";
import { findDates } from "./dates.ts";
import { findEntities } from "./entities.ts";
import { readIntent } from "./intent.ts";
import { detectLanguage } from "./language.ts";
import { findPlaces } from "./places.ts";
import { readSentiment } from "./sentiment.ts";
import { readUrgency } from "./urgency.ts";

type PerceiveDeps = {
  clock: Clock;
  /** A calendar that is at hand; without one the reviewed dates are loaded for this call. */
  festivals?: Pick<FestivalCalendar, "find">;
};

/** Reads by rules what a request holds, before any skill is chosen. Days are days in India. */
export function perceive(
  request: string,
  { clock, festivals = createFestivalCalendar() }: PerceiveDeps,
): Perception {
  const text = toRead(request);
  const today = toIndianDay(clock.now());
  const language = detectLanguage(text);
  const money = parseRupees(text);
  const dates = findDates(text, today);
  const places = findPlaces(text);
  const counts = findCounts(text, language, [...money, ...dates]);
  const named = festivals.find(text).map((festival) => festival.id);
  const days = [...new Set(dates.map((date) => date.day))];
  return {
    text: request,
    language,
    intent: readIntent(text),
    entities: findEntities(text, [
      ...money.map((amount) => toFinding("money", amount, 0.95)),
      ...dates.map((date) => toFinding("date", date, 0.9)),
      ...places.map((place) => toFinding("location", place, place.confidence)),
    ]),
    money: money.map(({ text: words, paise }) => ({ text: words, paise })),
    festivals: named,
    places: [...new Set(places.map((place) => place.text))],
    dates: days,
    counts: counts.map(({ text: words, value, unit }) => ({ text: words, value, unit })),
    sentiment: readSentiment(text),
    urgency: readUrgency(text, days, today),
    complexity: readComplexity(text, money.length + days.length + places.length + named.length),
  };
}

function toFinding(type: Entity["type"], { start, end }: { start: number; end: number }, confidence: number) {
  return { type, confidence, start, end };
}
