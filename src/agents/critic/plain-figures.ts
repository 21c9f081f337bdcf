import type { Figure } from "./figures.ts";
import type { Statement } from "./statements.ts";

/** Counts up to a month's days say how many steps or mails there are, not what the world is like. */
const SMALL = 31;
const UNIT_AFTER =
  /^[\s-]*(?:days?|weeks?|months?|quarters?|years?|hours?|hrs?|minutes?|mins?|seconds?|secs?|characters?|chars?|words?|lines?|letters?|px|pixels?|kb|mb|am|pm|a\.m|p\.m|ist|o'clock|दिन|घंटे|मिनट|शब्द|din|ghante)(?![\p{L}])/iu;
const TIME = /^\s*:\s*\d{2}|^\s*(?:am|pm)\b/i;
const TIME_BEFORE = /\d\s*:\s*$/;
const MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|जन|फर|मार्च|अप्र|मई|जून|जुल|अग|सित|अक्ट|नव|दिस";
const DATE_AFTER = new RegExp(`^(?:st|nd|rd|th)?[\\s-]*(?:${MONTH})`, "iu");
const DATE_BEFORE = new RegExp(`(?:${MONTH})\\p{L}*\\.?\\s*$`, "iu");
const NAMED_BEFORE =
  /(?:\b(?:step|phase|week|day|part|email|mail|post|slide|section|option|version|no\.?|number|q|fy|chapter|level|tier|s)\s*[-#]?\s*|\[S?|#)$/i;

const TIME_COLUMN = /\b(?:days?|weeks?|months?|hours?|minutes?|time|date|length|characters|words)\b/i;

/** Figures that claim nothing: numbers of steps, spans of time, days, years, numbering of lists. */
export function isPlain(figure: Figure, { text, context }: Pick<Statement, "text" | "context">): boolean {
  if (figure.kind !== "number") return false;
  const before = text.slice(Math.max(0, figure.start - 24), figure.start);
  const after = text.slice(figure.end, figure.end + 24);
  if (Number.isInteger(figure.value) && figure.value <= SMALL) return true;
  if (/^(?:19|20)\d\d$/.test(figure.text)) return true;
  if (UNIT_AFTER.test(after) && figure.value <= 3_000) return true;
  if (/^24$/.test(figure.text) && /^\s*[x/]\s*7/.test(after)) return true;
  if (TIME.test(after) || TIME_BEFORE.test(before) || DATE_AFTER.test(after) || DATE_BEFORE.test(before))
    return true;
  if (TIME_COLUMN.test(context.replaceAll("_", " ")) && figure.value <= 3_000) return true;
  return NAMED_BEFORE.test(before);
}
