import { toWordPattern } from "../words/words.ts";
import { BUSINESSES, DELIVERABLES, PEOPLE, PLATFORMS, RESULTS } from "./noun-groups.ts";

export type PhraseKind = "audience" | "business" | "product" | "goal" | "topic" | "offer";
/** A part of a request that says one thing; `isSure` when a word of its own announces it. */
export type Phrase = { kind: PhraseKind; text: string; isSure: boolean };

/** Where a phrase ends: a sign, or a word that begins the next one. */
const END =
  "(?=[.,;:!?।\\n]|\\s+(?:with|about|regarding|before|using|so that|in order to|because|under|within|via|through|and (?:an?|the|then|also|write|make|plan|send|draft|create|\\d+)|in (?:hindi|english|tamil|telugu|marathi|hinglish|bengali|gujarati)|on (?:linkedin|instagram|facebook|whatsapp|twitter|youtube|email)|by (?:\\d|mon|tue|wed|thu|fri|sat|sun|next|tomorrow|the end)|for)(?![\\p{L}])|(?<!how|want|going|need|like)\\s+to (?!be\\b)[a-z]+|$)";

const OPENERS: [kind: PhraseKind, opener: string][] = [
  ["audience", "(?:targeting|aimed at|target(?:ed)? (?:audience|group|customers?)(?: is| are|:)?|audience(?: is|:)|addressed to|directed at)"],
  ["goal", "(?:(?:our|the|my) (?:goal|aim|objective|purpose) is(?: to)?|in order to|so that|we want to|i want to|we need to|helps? us)"],
  ["topic", "(?:about|regarding|announcing|announces|saying(?: that)?|which says(?: that)?|on the (?:topic|subject|theme) of|on(?= (?:why|how|what))|to announce|to celebrate|around the theme of)"],
  ["business", "(?:we are an?|we're an?|i run an?|i own an?|we run an?|we own an?|my business is|our business is)"],
  ["product", "(?:we sell|we make|we are launching|we're launching|selling|to launch|launch of|launching)"],
];
const VERBS =
  "increase|get|grow|boost|sell|drive|win|bring|raise|convert|reach|generate|reduce|improve|promote|clear|re-?engage|reactivate|invite|book|attract|build|double|recover|upsell|nurture|educate|fill|collect";

/** Phrases that a word announces, then those that only "for" or "on" introduces. */
export function findPhrases(text: string): Phrase[] {
  return [...findAnnounced(text), ...findOffers(text), ...findFor(text), ...findOn(text), ...findIndian(text)];
}

function findAnnounced(text: string): Phrase[] {
  const found = OPENERS.flatMap(([kind, opener]) =>
    collect(text, `${opener}\\s+(?<phrase>.{3,160}?)${END}`).map((phrase) => ({ kind, text: phrase, isSure: true })),
  );
  const goals = collect(text, `to (?<phrase>(?:${VERBS}) .{3,120}?)${END}`);
  const readers = collect(text, `(?:e-?mails?|sequence|write|message|mailer|letter|note|campaign) to (?<phrase>.{3,120}?)${END}`);
  return [
    ...found,
    ...goals.map((phrase) => ({ kind: "goal" as const, text: phrase, isSure: true })),
    ...readers.filter(isPeople).map((phrase) => ({ kind: "audience" as const, text: phrase, isSure: true })),
  ];
}

/** "20% off on gift boxes", "flat ₹500 off", "buy one get one", "free delivery", "20% की छूट". */
function findOffers(text: string): Phrase[] {
  const amount = "(?:flat\\s+|up ?to\\s+)?(?:\\d{1,3}(?:\\.\\d+)?\\s?%|(?:₹|rs\\.?\\s?)\\s?[\\d,]+|[\\d,]+ rupees)";
  const patterns = [
    `(?<phrase>${amount}\\s*(?:off|discount|cash ?back|की छूट|छूट|ki chhoot|chhoot)(?:\\s+(?:on|for) (?!linkedin|instagram|facebook|whatsapp)[^.,;!?\\n]{2,60}?)?)${END}`,
    `(?<phrase>(?:discount|cashback) of ${amount}(?:\\s+on [^.,;!?\\n]{2,60}?)?)${END}`,
    `(?<phrase>buy (?:one|two|\\d),? (?:and )?get (?:one|two|\\d)(?: free)?(?: on [^.,;!?\\n]{2,40}?)?)${END}`,
    `(?<phrase>free (?:delivery|shipping|trial|consultation|gift|sample|demo|installation)[^.,;!?\\n]{0,40}?)${END}`,
    `(?:our offer is|the offer is|offer(?:ing)?:|we offer|offering)\\s+(?<phrase>[^.;!?\\n]{3,120}?)${END}`,
  ];
  return patterns.flatMap((pattern) => collect(text, pattern)).map((phrase) => ({ kind: "offer", text: phrase, isSure: true }));
}

function findFor(text: string): Phrase[] {
  return collect(text, `for (?<phrase>(?!(?:\\d|example|instance|this|next|the next|it|them|me|us|free)(?![\\p{L}])).{3,120}?)${END}`)
    .map(withoutArticle)
    .map((phrase) => ({ kind: toKind(phrase), text: phrase, isSure: false }));
}

/** "on gift boxes" is a topic, "on LinkedIn", "on price" or "on Friday" is not. */
function findOn(text: string): Phrase[] {
  const barred = `${PLATFORMS.join("|")}|price|pricing|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\\d|time|it|them|that|this`;
  return collect(text, `(?:${DELIVERABLES}) on (?<phrase>(?!(?:${barred})(?![\\p{L}])).{3,120}?)${END}`).map((phrase) => ({
    kind: "topic",
    text: phrase,
    isSure: true,
  }));
}

/** "X के लिए", "X ke liye" (for X) and "X के बारे में" (about X): the phrase stands before its word. */
function findIndian(text: string): Phrase[] {
  const before = "(?<phrase>(?:[\\p{L}\\p{M}\\p{N}%&'-]+\\s+){1,8}?)";
  const start = "(?:^|[.,;:!?।\\n]|(?:और|aur|में|mein|me|को|ko|मुझे|mujhe|एक|ek)\\s)\\s*";
  const about = collect(text, `${start}${before}(?:के बारे में|ke baare (?:mein|me)|के विषय में)`, "");
  const forWhom = collect(text, `${start}${before}(?:के लिए|के लिये|ke liye|ke lie)`, "");
  return [
    ...about.map((phrase) => ({ kind: "topic" as const, text: phrase, isSure: true })),
    ...forWhom.map((phrase) => ({ kind: toKind(phrase), text: phrase, isSure: false })),
  ];
}

function toKind(phrase: string): PhraseKind {
  if (isPeople(phrase)) return "audience";
  if (phrase.search(BUSINESSES) >= 0) return "business";
  return phrase.search(RESULTS) >= 0 ? "goal" : "topic";
}

/** The head decides: "a shop for mothers" is a business, "mothers with a shop" are people. */
function isPeople(phrase: string): boolean {
  const people = phrase.search(PEOPLE);
  const business = phrase.search(BUSINESSES);
  return people >= 0 && (business < 0 || /\b(?:of|who|with|in)\b/i.test(phrase.slice(people, business)) || people > business);
}

function collect(text: string, pattern: string, boundary = "start"): string[] {
  const whole = boundary === "start" ? new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${pattern}`, "giu") : new RegExp(pattern, "giu");
  return [...text.matchAll(whole)].flatMap((match) => {
    const phrase = match.groups?.["phrase"]?.trim();
    return phrase === undefined || phrase === "" ? [] : [phrase];
  });
}

function withoutArticle(phrase: string): string {
  return phrase.replace(toWordPattern("^(?:an?|the)\\s", "iu"), "").trim();
}
