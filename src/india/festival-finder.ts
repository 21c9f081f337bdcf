import type { Festival } from "./festival.ts";
import { isIndic, toSoundKey, toWords } from "./words.ts";

type Name = { words: string[]; festivals: Festival[] };

/** Shorter names would swallow unrelated words when a suffix is allowed. */
const SUFFIXABLE_LENGTH = 4;

/** Finds the festivals that a text names, in the order of their first mention, in Latin or Indian letters. */
export function createFestivalFinder({
  festivals,
}: {
  festivals: readonly Festival[];
}): (text: string) => Festival[] {
  const names = listNames(festivals);
  return function findFestivals(text) {
    const words = toKeys(text);
    const found = new Set<Festival>();
    for (let at = 0; at < words.length;) {
      const name = names.find((candidate) => standsAt(words, at, candidate.words));
      for (const festival of name?.festivals ?? []) found.add(festival);
      at += name?.words.length ?? 1;
    }
    return [...found];
  };
}

/** Longest first, so that "eid e milad" is not read as "eid". */
function listNames(festivals: readonly Festival[]): Name[] {
  const names = new Map<string, Name>();
  for (const festival of festivals) {
    for (const text of [festival.id, festival.name, ...festival.names]) {
      const words = toKeys(text);
      const known = names.get(words.join(" ")) ?? { words, festivals: [] };
      if (!known.festivals.includes(festival)) known.festivals.push(festival);
      names.set(words.join(" "), known);
    }
  }
  return [...names.values()].toSorted((left, right) => right.words.length - left.words.length);
}

function toKeys(text: string): string[] {
  // "#DiwaliSale" names Diwali.
  const spaced = text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");
  return toWords(spaced).map((word) => (isIndic(word) ? word : toSoundKey(word)));
}

function standsAt(words: readonly string[], at: number, name: readonly string[]): boolean {
  return name.every((part, index) => {
    const word = words[at + index];
    return word !== undefined && (word === part || (index === name.length - 1 && isInflected(word, part)));
  });
}

/** Marathi, Tamil or Telugu put "for" or "in" at the end of the name; Tamil then drops the dot of the last letter. */
function isInflected(word: string, name: string): boolean {
  if (!isIndic(name) || name.length < SUFFIXABLE_LENGTH) return false;
  return word.startsWith(name.endsWith("\u0bcd") ? name.slice(0, -1) : name);
}
