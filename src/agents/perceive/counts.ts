import type { Perception } from "../../domain/route.ts";
import { toAsciiDigits } from "../../india/digits.ts";
import { NUMBER_WORD_PATTERN, toNumberFromWords } from "../../india/number-words.ts";
import { toSingular } from "../words/stem.ts";

type Span = { start: number; end: number };

/** Things that requests count; the value is the unit under which skills know them. */
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...toSame(
      "email post tweet thread slide carousel day week month quarter year hour minute second word line idea option variant variation headline competitor customer client lead employee person user member step touch message page section tip question ad reel story video article blog keyword hashtag campaign move task draft version paragraph sentence character bullet location store shop outlet subscriber follower image caption",
    ),
    ...{
      mail: "email",
      mailer: "email",
      people: "person",
      staff: "employee",
      colour: "colour",
      touchpoint: "touch",
      char: "character",
    },
    ...{
      ईमेल: "email",
      मेल: "email",
      पोस्ट: "post",
      दिन: "day",
      हफ्ते: "week",
      हफ़्ते: "week",
      सप्ताह: "week",
      महीने: "month",
    },
    ...{
      शब्द: "word",
      विचार: "idea",
      आइडिया: "idea",
      विज्ञापन: "ad",
      वीडियो: "video",
      ग्राहक: "customer",
      दुकानें: "shop",
    },
    ...{ din: "day", hafte: "week", mahine: "month", shabd: "word", grahak: "customer", log: "person" },
  }).map(([word, unit]) => [word.normalize("NFC"), unit]),
);

/** A number; the look-ahead reads up to three words: describing ones, then the thing ("5 short LinkedIn posts"). */
const COUNT = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}.,])(?<number>\\d{1,6}|${NUMBER_WORD_PATTERN})[\\s-]+(?=(?<rest>[\\p{L}\\p{M}]+(?:[\\s-]+[\\p{L}\\p{M}]+){0,2}))`,
  "giu",
);
/** Between the number and the thing these end the phrase: "one of the posts" counts nothing. */
const BREAKS =
  /^(?:of|for|in|to|and|or|with|about|on|at|per|off|lakhs?|lacs?|crores?|thousand|hazaar|rupees?|percent)$/i;
/** In English text "teen" or "do" is no number; these always are. */
const ENGLISH_NUMBER =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)$/i;

export type CountMention = Perception["counts"][number] & Span;

/** Counts such as "3 emails", "a five-post series" or "तीन ईमेल"; `taken` are spans of money and dates. */
export function findCounts(text: string, language: string, taken: readonly Span[]): CountMention[] {
  return [...toAsciiDigits(text).matchAll(COUNT)].flatMap((match) => {
    const number = match.groups?.["number"] ?? "";
    const unit = findUnit(match.groups?.["rest"] ?? "");
    const value = /^\d/.test(number) ? Number(number) : toNumberFromWords(number);
    const start = match.index;
    const isForeign = /^[a-z]/i.test(number) && !ENGLISH_NUMBER.test(number) && language !== "hi-Latn";
    if (unit === null || !Number.isInteger(value) || isForeign || /^an?$/i.test(number)) return [];
    if (taken.some((span) => start < span.end && span.start < start + number.length)) return [];
    const end = start + match[0].length + unit.end;
    return [{ text: text.slice(start, end), value, unit: unit.name, start, end }];
  });
}

/** The first countable word, or the one behind it: "blog posts" are posts. */
function findUnit(rest: string): { name: string; end: number } | null {
  let found: { name: string; end: number } | null = null;
  for (const match of rest.matchAll(/[\p{L}\p{M}]+/gu)) {
    const word = match[0].normalize("NFC").toLowerCase();
    const name = BREAKS.test(word) ? undefined : (UNITS.get(word) ?? UNITS.get(toSingular(word)));
    if (name !== undefined) found = { name, end: match.index + match[0].length };
    else if (found !== null || BREAKS.test(word)) break;
  }
  return found;
}

function toSame(words: string): Record<string, string> {
  return Object.fromEntries(words.split(" ").map((word) => [word, word]));
}
