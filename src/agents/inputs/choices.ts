import type { Field } from "../../domain/skill.ts";
import { toLabelKey } from "../shape/label-key.ts";
import { toStem } from "../words/stem.ts";
import { findWords, toLiteral, toWordPattern } from "../words/words.ts";

const NOT = /(?:\bno|\bnot|\bnever|\bwithout|n't|\bavoid|\bbina|बिना)\s+(?:\S+\s+){0,2}$/iu;
const FLAG_WORDS = new Set([
  "include",
  "use",
  "with",
  "has",
  "is",
  "allow",
  "want",
  "add",
  "needs",
  "should",
  "wants",
]);

/** What people say for a value that is called otherwise. */
const SAID: Record<string, string> = {
  "cold outreach": "cold (?:e-?)?mails?|cold outreach|prospects?",
  "win back": "win(?:ning)? (?:\\S+ ){0,3}back|re-?activat\\w+|(?:not|n't) ordered|lapsed|wapas",
  welcome: "sign(?:ed|s)? up|sign-?ups|new (?:members|subscribers|users)|onboarding",
  apologise: "apolog\\w+|sorry|maafi|माफ़?ी",
  invite: "invit\\w+|webinar",
  "follow up": "follow(?:ing)?[ -]?ups?|reminder",
  announce:
    "announc\\w+|launch\\w*|inform\\w*|tell our|raised prices|new (?:branch|store|outlet|feature|menu)|सूचना|नई शाखा",
  sell: "sale|promo(?:tion(?:al)?)?|discounts?|offers?|\\d+ ?% off|छूट",
  hiring: "we(?:'re| are) hiring|vacanc\\w+|job opening|join our team|recruit\\w*",
};

/** The values of an enum that a text names, in its order; "not formal" names none. */
export function findEnumValues(text: string, values: readonly string[]): string[] {
  const named = findSaid(text, values, (value) => `${value.split(" ").map(toLiteral).join("[\\s_-]+")}s?`);
  return named.length > 0 ? named : findSaid(text, values, (value) => SAID[value] ?? null).slice(0, 1);
}

function findSaid(
  text: string,
  values: readonly string[],
  toPattern: (label: string) => string | null,
): string[] {
  const found = values.flatMap((value) => {
    const pattern = toPattern(toLabelKey(value));
    const at = pattern === null ? -1 : text.search(toWordPattern(pattern));
    return at === -1 || NOT.test(text.slice(0, at)) ? [] : [{ value, at }];
  });
  return found.toSorted((left, right) => left.at - right.at).map((hit) => hit.value);
}

/** Yes or no for a field such as `include_emojis`: "with emojis" or "no emojis"; undefined when neither is said. */
export function readFlag(field: Field, text: string): boolean | undefined {
  const nouns = field.name
    .split("_")
    .filter((word) => !FLAG_WORDS.has(word))
    .map(toStem);
  const words = findWords(text);
  const at = words.find((word) => nouns.includes(toStem(word.text)));
  if (at === undefined) return undefined;
  return !NOT.test(text.slice(0, at.start));
}
