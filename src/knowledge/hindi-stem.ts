import { foldWord } from "./words.ts";

/** Endings of Hindi nouns and verbs, longest first, after the light stemmer of Ramanathan and Rao (2003). */
const ENDINGS = [
  "ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयां ाइयों",
  "ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियां ियों",
  "ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं",
  "कर ाओ िए ाई ाए ने नी ना ते ीं ती ता ां ों ें",
  "ो े ू ु ी ि ा",
]
  .join(" ")
  .split(" ")
  .map(foldWord);
const MIN_STEM = 2;

export function isDevanagari(word: string): boolean {
  return /^[\u0900-\u097f]+$/.test(word);
}

/** मिठाई and मिठाइयों have one stem. The word must be folded. */
export function toHindiStem(word: string): string {
  const ending = ENDINGS.find(
    (candidate) => word.length - candidate.length >= MIN_STEM && word.endsWith(candidate),
  );
  return ending === undefined ? word : word.slice(0, word.length - ending.length);
}
