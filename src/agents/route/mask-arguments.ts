import type { Perception } from "../../domain/route.ts";

/**
 * The text with amounts, days and places blanked out: they say with what and where, not what is to be done. Offsets
 * stay.
 */
export function maskArguments(text: string, { entities }: Pick<Perception, "entities">): string {
  let masked = text;
  for (const { type, start, end } of entities) {
    if (type !== "money" && type !== "date" && type !== "location") continue;
    masked = `${masked.slice(0, start)}${" ".repeat(end - start)}${masked.slice(end)}`;
  }
  return masked;
}
