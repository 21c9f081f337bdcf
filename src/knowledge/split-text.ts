const CHUNK_CHARACTERS = 900;
const CHUNK_OVERLAP = 150;

/** Where to cut, best first: paragraphs, lines, sentences (also with a danda), words. */
const CUTS = [/\n[ \t]*\n/g, /\n/g, /[.!?।॥]["'”’)\]]*\s+/g, /\s+/g];

/**
 * Cuts a text into pieces of at most `size` characters at the best place there is; each piece repeats up to `overlap`
 * characters of the one before, from the start of a sentence or word. Never cuts inside a character that is written
 * with several code points.
 */
export function splitText(text: string, { size = CHUNK_CHARACTERS, overlap = CHUNK_OVERLAP } = {}): string[] {
  const pieces: string[] = [];
  let start = skipSpace(text, 0);
  while (start < text.length) {
    const end = text.length - start <= size ? text.length : findCut(text, start, size);
    const piece = text.slice(start, end).trimEnd();
    if (piece !== "") pieces.push(piece);
    if (end >= text.length) break;
    start = Math.max(findOverlap(text, end, overlap), start + 1);
  }
  return pieces;
}

/** The last place in the second half of the window at which the best kind of cut is possible. */
function findCut(text: string, start: number, size: number): number {
  const half = start + Math.ceil(size / 2);
  const window = text.slice(half, start + size);
  for (const cut of CUTS) {
    const last = [...window.matchAll(cut)].at(-1);
    if (last !== undefined) return half + last.index + last[0].length;
  }
  return toCharacterStart(text, start + size, start + 1);
}

function findOverlap(text: string, end: number, overlap: number): number {
  const window = text.slice(Math.max(0, end - overlap), end);
  for (const cut of [/[.!?।॥\n]["'”’)\]]*\s+/, /\s+/]) {
    const first = cut.exec(window);
    const start = end - window.length + (first === null ? window.length : first.index + first[0].length);
    if (start < end) return start;
  }
  return end;
}

/** Moves back from the middle of a character (a surrogate pair, a letter with its vowel signs) to its start. */
function toCharacterStart(text: string, at: number, lowest: number): number {
  const from = Math.max(lowest - 1, at - 64);
  const segments = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text.slice(from, at + 64));
  const start = from + (segments.containing(at - from)?.index ?? at - from);
  return start < lowest ? at : start;
}

function skipSpace(text: string, at: number): number {
  return at + (/^\s+/.exec(text.slice(at))?.[0].length ?? 0);
}
