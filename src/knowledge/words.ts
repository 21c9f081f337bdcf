// `\w` drops Indian scripts and `\p{L}+` cuts at every vowel sign: marks and joiners belong to a word.
const WORD = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;
const INDIC = /[\u0900-\u0d7f]/;
/** Where the ten digits of each Indian script begin. */
const ZEROS = [0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66];

/** What writers of Hindi leave open, decided one way; after the Hindi normaliser of Lucene. */
const FOLDINGS: readonly [RegExp, string][] = [
  [/[\u200c\u200d]/g, ""],
  // Nuktas: ज़्यादा is ज्यादा.
  [/[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]/g, ""],
  // A nasal before a consonant of its own row is a dot: हिन्दी is हिंदी.
  [/ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])/g, "ं"],
  [/ँ/g, "ं"],
  // Long vowels: दीवाली is दिवाली.
  [/ी/g, "ि"],
  [/ू/g, "ु"],
];

/** The words of a text as search compares them: usual spellings of one word are equal. */
export function toSearchWords(text: string): string[] {
  return (text.match(WORD) ?? []).map(foldWord).filter((word) => word !== "");
}

/** Whether a word is written in a script of India (Devanagari to Malayalam). */
export function isIndic(word: string): boolean {
  return INDIC.test(word);
}

export function foldWord(word: string): string {
  const plain = word.normalize("NFC").toLowerCase();
  if (!INDIC.test(plain) && !/\u200c|\u200d/.test(plain)) return plain;
  const digits = plain.replace(/\p{Nd}/gu, toAsciiDigit);
  return FOLDINGS.reduce((folded, [pattern, replacement]) => folded.replace(pattern, replacement), digits);
}

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.find((start) => code >= start && code <= start + 9);
  return zero === undefined ? digit : String(code - zero);
}
