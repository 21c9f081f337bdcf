import type { CompiledSkill } from "../../domain/skill.ts";
import { toRequestWords } from "../../skills/request-words.ts";
import type { RequestPart } from "../route/request-parts.ts";

/** The part of a request that asks for a skill rather than for the others; null when none stands out. */
export function findPart(
  skill: CompiledSkill,
  parts: readonly RequestPart[],
  chosen: readonly CompiledSkill[],
): RequestPart | null {
  if (chosen.length < 2 || parts.length < 2) return null;
  const own = toTerms(skill);
  const others = new Set(
    chosen.filter((other) => other.id !== skill.id).flatMap((other) => [...toTerms(other)]),
  );
  let best: RequestPart | null = null;
  let bestScore = 0;
  for (const part of parts) {
    const words = toRequestWords(part.text).map((word) => word.term);
    const score =
      words.filter((word) => own.has(word) && !others.has(word)).length -
      words.filter((word) => others.has(word) && !own.has(word)).length * 0.5;
    if (score > bestScore) [best, bestScore] = [part, score];
  }
  return best;
}

/** The words by which a skill names itself and its work. */
function toTerms({ id, title, settings, examples, description }: CompiledSkill): Set<string> {
  const [wanted = ""] = description.split(/\bNot for\b/);
  const text = [
    id.replaceAll(".", " "),
    title,
    ...settings.tags,
    ...settings.capabilities,
    ...examples,
    wanted,
  ].join(" ");
  return new Set(toRequestWords(text).map((word) => word.term));
}
