/** Marks belong to a word: without them the scripts of India are cut at every vowel sign. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ENGLISH = /^[a-z0-9]+$/;
const MOST_WORDS = 10_000;
const MOST_QUERY_WORDS = 64;
const LONGEST_WORD = 64;
/** Postgres keeps no higher position, and no more places of one word. */
const LAST_POSITION = 16_383;
const MOST_PLACES = 255;

/** English words for Postgres to stem, and a literal of all others as they are. */
export type SearchWords = { english: string; literal: string };

/** What an item is found by, for `literal::tsvector || to_tsvector('english', english)`. */
export function toItemWords(text: string): SearchWords {
  const { english, others } = toWords(text, MOST_WORDS);
  const places = new Map<string, number[]>();
  for (const [index, word] of others.entries()) {
    const known = places.get(word) ?? [];
    if (known.length < MOST_PLACES) known.push(Math.min(index + 1, LAST_POSITION));
    places.set(word, known);
  }
  const literal = [...places].map(([word, at]) => `'${word}':${at.join(",")}`).join(" ");
  return { english: english.join(" "), literal };
}

/** Any word of a query, for `literal::tsquery || websearch_to_tsquery('english', english)`. */
export function toQueryWords(query: string): SearchWords {
  const { english, others } = toWords(query, MOST_QUERY_WORDS);
  return { english: english.join(" or "), literal: others.map((word) => `'${word}'`).join(" | ") };
}

/** Letters, marks and digits only: nothing in a word can end the quotes around it. */
function toWords(text: string, most: number): { english: string[]; others: string[] } {
  const words = (text.normalize("NFC").toLowerCase().match(WORD) ?? [])
    .slice(0, most)
    .map((word) => (word.length > LONGEST_WORD ? toShort(word) : word));
  return {
    english: words.filter((word) => ENGLISH.test(word)),
    others: words.filter((word) => !ENGLISH.test(word)),
  };
}

/** A cut may leave half of a surrogate pair at the end. */
function toShort(word: string): string {
  return word.slice(0, LONGEST_WORD).toWellFormed().replaceAll("\ufffd", "");
}
