// Zeros of the ten-digit runs of the scripts that write Indian languages; `Number("१२")` is NaN without this.
const ZEROS = [0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66];

/** Indic digits as ASCII. Every character keeps its place, so offsets into the result hold for the original. */
export function toAsciiDigits(text: string): string {
  return text.replace(/[\u0900-\u0d7f]/g, (character) => {
    const code = character.charCodeAt(0);
    const zero = ZEROS.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? character : String(code - zero);
  });
}
