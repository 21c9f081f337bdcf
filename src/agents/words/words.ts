/** A word as people write it in any script: letters with their vowel signs, digits and joiners stay together. */
const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+(?:['’][\p{L}\p{M}]+)?/gu;

export type Word = { text: string; start: number; end: number };

/** Words in order, as written, with their offsets. */
export function findWords(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A pattern for whole words in any script (`\b` knows only ASCII); `source` may hold alternatives. */
export function toWordPattern(source: string, flags = "giu"): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${source})(?![\\p{L}\\p{M}\\p{N}])`, flags);
}

/** Words of a list as a pattern, longest first so that "new delhi" wins over "delhi"; spaces match any gap. */
export function toListPattern(words: readonly string[], flags = "giu"): RegExp {
  const alternatives = [...words].sort((left, right) => right.length - left.length).map(toLiteral);
  return toWordPattern(alternatives.join("|"), flags);
}

/** Text as a literal inside a regular expression. */
export function toLiteral(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}
