/**
 * Latin sounds of the Indian scripts. Their Unicode blocks share one order of letters, so one row for each offset
 * serves Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam.
 */
const CONSONANTS =
  "k kh g gh n ch ch j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h".split(" ");
const FIRST_CONSONANT = 0x15;
const VOWELS: Record<number, string> = {
  0x05: "a",
  0x06: "a",
  0x07: "i",
  0x08: "i",
  0x09: "u",
  0x0a: "u",
  0x0b: "ri",
  0x0d: "e",
  0x0e: "e",
  0x0f: "e",
  0x10: "e",
  0x11: "o",
  0x12: "o",
  0x13: "o",
  0x14: "o",
};
/** A vowel sign stands this far behind its letter. */
const SIGN_DISTANCE = 0x38;
const NASALS = new Set([0x01, 0x02]);
const VIRAMA = 0x4d;

const FIRST_BLOCK = 0x0900;
const LAST_BLOCK_END = 0x0d7f;
const BLOCK_SIZE = 0x80;

export function isIndic(word: string): boolean {
  const code = word.codePointAt(0) ?? 0;
  return code >= FIRST_BLOCK && code <= LAST_BLOCK_END;
}

/** How an Indian word sounds in Latin letters, without the vowel that is written after a last consonant but not spoken. */
export function toLatinSounds(word: string): string {
  let sounds = "";
  let isOpen = false;
  for (const character of word) {
    const offset = (character.codePointAt(0) ?? 0) % BLOCK_SIZE;
    const consonant = CONSONANTS[offset - FIRST_CONSONANT];
    const sign = VOWELS[offset - SIGN_DISTANCE];
    const vowel = VOWELS[offset];
    if (offset === VIRAMA) isOpen = false;
    else if (sign !== undefined && offset >= 0x3e) {
      sounds += sign;
      isOpen = false;
    } else {
      const sound = consonant ?? vowel ?? (NASALS.has(offset) ? "n" : "");
      if (isOpen && sound !== "") sounds += "a";
      sounds += sound;
      isOpen = consonant !== undefined;
    }
  }
  return sounds;
}

const DIGIT_OFFSETS = { first: 0x66, last: 0x6f };

/** Indian digits as 0 to 9; `Number` and `\d` know only those. */
export function toLatinDigits(text: string): string {
  return text.replace(/[\u0900-\u0d7f]/g, (character) => {
    const offset = (character.codePointAt(0) ?? 0) % BLOCK_SIZE;
    return offset >= DIGIT_OFFSETS.first && offset <= DIGIT_OFFSETS.last
      ? String(offset - DIGIT_OFFSETS.first)
      : character;
  });
}
