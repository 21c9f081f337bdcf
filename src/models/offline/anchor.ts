import type { Brief } from "../../domain/brief.ts";
import { type Day, findDays } from "./days.ts";
import { shareTerm } from "./terms.ts";

/** The day a plan leads to, and the source that says so ("" when the request does). */
export type Anchor = { day: Day; label: string; ref: string };

const DAY_INPUT = /festival|event|launch|deadline|occasion|date|\bby\b|until|end|start/i;

/**
 * The day of the occasion: an input, else the next day that a fact gives for it, else a day the request names.
 * Null when nothing says when it is: a date is never guessed.
 */
export function findAnchor(
  brief: Brief,
  occasion: string | null,
  refs: ReadonlyMap<string, string>,
  today: Day,
): Anchor | null {
  const label = occasion ?? "the day";
  const inputs = Object.entries(brief.inputs).flatMap(([name, value]) =>
    DAY_INPUT.test(name) && typeof value === "string" ? findDays(value) : [],
  );
  const input = toNext(inputs, today);
  if (input !== null) return { day: input, label, ref: "" };
  if (occasion !== null) {
    const dated = brief.facts
      .filter((fact) => shareTerm(`${fact.label} ${fact.text}`, occasion))
      .flatMap((fact) => findDays(fact.text).map((day) => ({ day, ref: refs.get(fact.source.id) ?? "" })));
    const day = toNext(
      dated.map((entry) => entry.day),
      today,
    );
    const found = dated.find((entry) => entry.day === day);
    if (found !== undefined) return { ...found, label };
  }
  const named = toNext(findDays(brief.request), today);
  return named === null ? null : { day: named, label, ref: "" };
}

/** The first day that is not over yet, else the last one. */
function toNext(days: readonly Day[], today: Day): Day | null {
  const sorted = days.toSorted();
  return sorted.find((day) => day >= today) ?? sorted.at(-1) ?? null;
}
