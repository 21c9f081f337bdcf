// Blanks out everything of JavaScript that is not code: comments, strings, the text of templates, regular
// expressions. Lengths and line breaks stay, so that a place in the result is the same place in the source.

const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|do|else|await|yield))\s*$/;
const WORD = /[\w$)\]}]/;

/** The source with blanks for what is no code. */
export function maskCode(source: string): string {
  const out = source.split("");
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== "\n") out[at] = " ";
  };
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  while (at < source.length) {
    const end = toEndOfToken(source, at);
    if (end !== null) {
      blank(at, end);
      at = end;
      continue;
    }
    const character = source.charAt(at);
    if (character === "{") depth++;
    if (character === "}") {
      depth--;
      if (templates.at(-1) === depth) {
        templates.pop();
        at = template(at + 1);
        continue;
      }
    }
    at = character === "`" ? template(at + 1) : at + 1;
  }
  return out.join("");

  /** Blanks the text of a template from `start` on; answers where code goes on. */
  function template(start: number): number {
    let place = start;
    while (place < source.length && source.charAt(place) !== "`") {
      if (source.startsWith("${", place)) {
        blank(start, place);
        templates.push(depth);
        depth++;
        return place + 2;
      }
      place += source.charAt(place) === "\\" ? 2 : 1;
    }
    blank(start, Math.min(place, source.length));
    return place + 1;
  }
}

/** The end of the comment, string or regular expression that begins here; null when none does. */
function toEndOfToken(source: string, at: number): number | null {
  const character = source.charAt(at);
  if (character === '"' || character === "'") return toEndOfQuoted(source, at + 1, character);
  if (character !== "/") return null;
  if (source.startsWith("//", at)) return toIndex(source, "\n", at, 0);
  if (source.startsWith("/*", at)) return toIndex(source, "*/", at + 2, 2);
  return isRegexStart(source, at) ? toEndOfRegex(source, at + 1) : null;
}

function toIndex(source: string, wanted: string, from: number, length: number): number {
  const found = source.indexOf(wanted, from);
  return found === -1 ? source.length : found + length;
}

function toEndOfQuoted(source: string, from: number, quote: string): number {
  let at = from;
  while (at < source.length && source.charAt(at) !== quote && source.charAt(at) !== "\n") {
    at += source.charAt(at) === "\\" ? 2 : 1;
  }
  return Math.min(at + 1, source.length);
}

function isRegexStart(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 40), at);
  return BEFORE_REGEX.test(before) || !WORD.test(before.trimEnd().at(-1) ?? "");
}

/** null when the line ends before the expression does: then it was a division. */
function toEndOfRegex(source: string, from: number): number | null {
  let inClass = false;
  for (let at = from; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === "\n") return null;
    if (character === "\\") at++;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return at + 1;
  }
  return null;
}
