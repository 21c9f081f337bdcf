import type { Perception } from "../../domain/route.ts";
import { toWordPattern, findWords } from "../words/words.ts";

const WORK = toWordPattern(
  "plan|strategy|campaign|compare|analy[sz]e|analysis|roadmap|audit|forecast|budget|launch|research|अभियान|तुलना|योजना",
  "iu",
);
const LINKS = toWordPattern("and|then|also|plus|aur|और|फिर");

/** How much a request asks for: its length, its parts, and the kind of work. */
export function readComplexity(text: string, arguments_: number): Perception["complexity"] {
  const words = findWords(text).length;
  const parts = text.match(LINKS)?.length ?? 0;
  const score = words / 20 + parts * 0.4 + arguments_ * 0.3 + (WORK.test(text) ? 0.8 : 0);
  if (score >= 2.4) return "complex";
  return score >= 1 ? "balanced" : "simple";
}
