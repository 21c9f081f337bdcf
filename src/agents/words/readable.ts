/** Rules read so much of a request; what is pasted behind it is for the model. */
const MOST_CHARACTERS = 8_000;
const LONG_GAP = /\s{20,}/g;

/** The part of a text that rules read; offsets into it hold for the text. */
export function toRead(text: string): string {
  return text.slice(0, MOST_CHARACTERS);
}

/** The same without long gaps, over which a pattern would have to crawl. */
export function toReadable(text: string): string {
  return toRead(text).replace(LONG_GAP, (gap) => (gap.includes("\n") ? "\n" : " "));
}
