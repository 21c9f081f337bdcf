import type { Field } from "../../domain/skill.ts";
import { toLabelKey } from "../shape/label-key.ts";
import { toStem } from "../words/stem.ts";
import { findWords, toLiteral, toWordPattern } from "../words/words.ts";

const NOT = /(?:\bno|\bnot|\bnever|\bwithout|n't|\bavoid|\bbina|बिना)\s+(?:\S+\s+){0,2}$/iu;
const FLAG_WORDS = new Set([
  "include",
  "use",
  "with",
  "has",
  "is",
  "allow",
  "want",
  "add",
  "needs",
  "should",
  "wants",
]);

/** The values of an enum that a text names, in its order; "not formal" names none. */
export function findEnumValues(text: string, values: readonly string[]): string[] {
  const found = values.flatMap((value) => {
    const words = toLabelKey(value).split(" ").map(toLiteral).join("[\\s_-]+");
    const at = text.search(toWordPattern(`${words}s?`));
    return at === -1 || NOT.test(text.slice(0, at)) ? [] : [{ value, at }];
  });
  return found.toSorted((left, right) => left.at - right.at).map((hit) => hit.value);
}

/** Yes or no for a field such as `include_emojis`: "with emojis" or "no emojis"; undefined when neither is said. */
export function readFlag(field: Field, text: string): boolean | undefined {
  const nouns = field.name
    .split("_")
    .filter((word) => !FLAG_WORDS.has(word))
    .map(toStem);
  const words = findWords(text);
  const at = words.find((word) => nouns.includes(toStem(word.text)));
  if (at === undefined) return undefined;
  return !NOT.test(text.slice(0, at.start));
}
