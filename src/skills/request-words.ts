import { isIndic, toLatinDigits, toLatinSounds } from "./indic-letters.ts";
import { STOP_WORDS } from "./stop-words.ts";

/** `surface` is the word as it was written, `term` what is compared. */
export type RequestWord = { surface: string; term: string };

// Marks belong to words: without them every Indian word falls apart at its vowel signs.
const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;

/** The words of a text that can decide something: no stop words, no bare numbers. */
export function toRequestWords(text: string): RequestWord[] {
  const words: RequestWord[] = [];
  for (const [surface] of toLatinDigits(text.normalize("NFC")).matchAll(WORD)) {
    const plain = toPlainWord(surface);
    const isEmpty = plain.length < 2 || STOP_WORDS.has(plain) || /^\p{N}+$/u.test(plain);
    if (!isEmpty) words.push({ surface, term: toTerm(plain) });
  }
  return words;
}

/** One spelling for what NFC leaves different: joiners, nukta, and the two ways to write a nasal. */
function toPlainWord(surface: string): string {
  return surface
    .toLowerCase()
    .replace(/\u200c|\u200d|\u093c/gu, "")
    .replaceAll("\u0901", "\u0902")
    .replace(/[ङञणनम]\u094d(?=[क-ह])/gu, "\u0902");
}

function toTerm(plain: string): string {
  return toSounds(isIndic(plain) ? toLatinSounds(stemHindi(plain)) : stemEnglish(plain));
}

/** Latin spellings of one sound become one: "deepawali" and "dipavali", "barphi" and "barfi". */
function toSounds(latin: string): string {
  return latin
    .replace(/ee|ii/g, "i")
    .replace(/oo|uu/g, "u")
    .replaceAll("w", "v")
    .replaceAll("ph", "f")
    .replaceAll("z", "j")
    .replace(/(\p{L})\1+/gu, "$1");
}

const LONGEST_STEMMED = 40;

/** Plurals, `-ing`, `-ed` and a silent `e`; light, because a wrong merge costs more than a missed one. */
function stemEnglish(word: string): string {
  if (word.length < 4 || word.length > LONGEST_STEMMED || !/^[a-z]+$/.test(word)) return word;
  const singular = word
    .replace(/ies$/, "y")
    .replace(/(ss|x|z|ch|sh)es$/, "$1")
    .replace(/(?<!^new|[sui])s$/, "");
  const [, stem] = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(singular) ?? [];
  const base = stem === undefined || stem.length < 3 ? singular : stem.replace(/([^aeiouls])\1$/, "$1");
  return base.length > 3 ? base.replace(/e$/, "") : base;
}

const HINDI_ENDINGS: [RegExp, string][] = [
  [/इय(ों|ां)$/u, "ई"],
  [/िय(ों|ां)$/u, "ी"],
  [/ाओं$/u, "ा"],
  [/(ों|ें)$/u, ""],
];

function stemHindi(word: string): string {
  if (word.length < 5) return word;
  const ending = HINDI_ENDINGS.find(([pattern]) => pattern.test(word));
  return ending === undefined ? word : word.replace(ending[0], ending[1]);
}
