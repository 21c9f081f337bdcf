import type { Source } from "../domain/answer.ts";
import type { Fact } from "../domain/brief.ts";
import { toDayText } from "../india/days.ts";
import type { DateConfidence } from "../india/festival.ts";
import type { FestivalEntry } from "./festival-entry.ts";

const SOURCE: Source = {
  id: "festival-calendar",
  title: "Festival calendar of India, reviewed",
  kind: "tool",
};

const SURENESS: Record<DateConfidence, string> = {
  fixed: "a fixed date",
  confirmed: "confirmed by the government's list",
  agreed: "several calendars agree",
  computed: "computed, confirm it before printing",
  predicted: "predicted from the moon, it may be a day earlier or later",
  announced: "announced by the organisers, it may change",
};

/**
 * Each festival as facts to cite. The date stands alone in its fact: whoever reads days out of it finds the festival's
 * and no other; days of other regions have a fact of their own.
 */
export function toFestivalFacts(festivals: readonly FestivalEntry[]): Fact[] {
  return festivals.flatMap((festival) => {
    const { name, day, until } = festival;
    const when =
      until === day ? `is on ${toDayText(day)}` : `runs from ${toDayText(day)} to ${toDayText(until)}`;
    const moon = festival.subject_to_moon ? " It follows the moon." : "";
    const others = festival.elsewhere.map((other): Fact => ({
      label: "other_day",
      text: `${capitalise(other.where)}: ${toDayText(other.day)} instead of ${toDayText(day)}.`,
      source: SOURCE,
    }));
    return [
      { label: name, text: `${name} ${when} (${SURENESS[festival.confidence]}).${moon}`, source: SOURCE },
      {
        label: `${name} campaign`,
        text: `A ${name} campaign starts ${festival.lead_days} days before; themes: ${festival.themes.join(", ")}.`,
        source: SOURCE,
      },
      ...others,
    ];
  });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
