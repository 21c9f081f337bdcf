import { perceive } from "../../src/agents/perceive/perceive.ts";
import type { Perception } from "../../src/domain/route.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import type { GraphDeps } from "../deps.ts";

/** Perception with a calendar that is read once. */
export function createReadRequest({ clock }: Pick<GraphDeps, "clock">): (text: string) => Perception {
  const festivals = createFestivalCalendar();
  return (text) => perceive(text, { clock, festivals });
}
