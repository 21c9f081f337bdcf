import { toAsciiDigits } from "./digits.ts";

// `\w` drops Indian scripts and `\p{L}+` cuts at every vowel sign: marks and joiners belong to a word.
const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;
const JOINERS = /[\u200c\u200d]/g;
const NUKTAS = /[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]/g;
/** A nasal before a consonant of its own row is what others write as a dot: हिन्दी is हिंदी. */
const NASALS = /ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])/g;

/** The words of a text in a form in which the usual spellings of one word are equal. */
export function toWords(text: string): string[] {
  return (text.match(WORD) ?? []).map(normaliseWord).filter((word) => word !== "");
}

function normaliseWord(word: string): string {
  const plain = toAsciiDigits(word.normalize("NFC").toLowerCase());
  return plain.replace(JOINERS, "").replace(NUKTAS, "").replace(NASALS, "ं").replaceAll("ँ", "ं");
}

/** Whether a word is written in a script of India (Devanagari to Malayalam). */
export function isIndic(word: string): boolean {
  return /[\u0900-\u0d7f]/.test(word);
}

/** One key for the spellings of a Hindi word in Latin letters: deewali, diwali and divali are one. */
export function toSoundKey(word: string): string {
  return word
    .replaceAll("aa", "a")
    .replaceAll("ee", "i")
    .replaceAll("oo", "u")
    .replaceAll("w", "v")
    .replaceAll("ph", "f")
    .replaceAll("z", "j")
    .replace(/(.)\1+/g, "$1");
}
