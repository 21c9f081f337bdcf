import { toRupeeText } from "../../domain/money.ts";
import { toLongDay } from "./days.ts";
import type { Evidence, Material } from "./material.ts";
import { cutAtWord } from "./sentences.ts";
import { isMentioned, isStopWord } from "./terms.ts";

/** Facts that a business keeps to itself. */
const INTERNAL =
  /icp|audience|customer|competitor|segment|persona|budget|gst|pan |tone|voice|rule|constitution|subscription|market|pillar/i;

/** Topics longer than this, and questions, stand alone. */
const LONGEST_NAME = 40;
const MOST_HASHTAGS = 5;
const LONGEST_TAG = 3;
/** Verbs and words that nobody looks for. */
const NO_TAG =
  /(?:ed|ing|ly)$|^(?:new|first|last|five|four|three|two|ten|big|small|own|year|years|day|days|hours?|cut|made|went|got|took|won|lost|let|left|team|page|business|without|into|until|till|off|upto|january|february|march|april|june|july|august|september|october|november|december|make|with|than|then|very|people|start|starts|class|kaise|pehla|humne|hamne|humari|hamari|nayi|naya|हमने|हमारी|हमारे|कैसे|नई|नया|पहला)$/iu;

export function isInternal({ about }: Evidence): boolean {
  return INTERNAL.test(about);
}

/** What the business says of itself; no customer reads whom it targets. */
export function isPublic(evidence: Evidence): boolean {
  return evidence.kind === "foundation" && !evidence.isBare && !isInternal(evidence);
}

/** Short lines that say only what is known: who, what, where, when. Different facts give different lines. */
export function listCopyLines({ subject, anchor, evidence, phrases }: Material): string[] {
  const { company, business, occasion, topic } = subject;
  const place = subject.isPlaceAsked ? subject.place : null;
  const { text, isName } = toWhat(subject);
  const name = isName ? text : null;
  const ours = company ?? (business === null ? null : phrases.ours(business));
  const own = evidence.filter(isPublic).map((fact) => fact.text.replace(/[.]$/, ""));
  const lines = [
    join(phrases.at, occasion, ours),
    isName ? null : text,
    join(phrases.in, name, place),
    join(phrases.at, name, ours),
    company === null
      ? join(phrases.in, business, place)
      : join((who, where) => `${who}, ${where}`, company, place),
    join((day, when) => `${day}: ${when}`, occasion, anchor === null ? null : toLongDay(anchor.day)),
    name,
    ...own,
    company === null ? null : join((who, where) => `${who}, ${where}`, company, subject.place),
    ...(name === null ? [] : phrases.named(withoutPlace(name, place), place)),
  ].filter((line) => line !== null);
  return lines.length === 0 ? [capitalise(topic)] : [...new Set(lines.map(capitalise))];
}

function withoutPlace(name: string, place: string | null): string {
  return place === null ? name : name.replace(` in ${place}`, "");
}

/** The lines that fit, longest facts cut last; `limit` is in characters. */
export function fitCopyLines(lines: readonly string[], limit: number | null): string[] {
  if (limit === null) return [...lines];
  const fitting = lines.filter((line) => line.length <= limit);
  return fitting.length > 0 ? fitting : lines.slice(0, 1).map((line) => cutAtWord(line, limit));
}

/** The names first, then the nouns of the topic as they stand together, then the place: "#MilletFlour #Kochi". */
export function listHashtags({ subject }: Material): string[] {
  const { occasion, product, company, business, place, topic } = subject;
  const about = subject.isTopicNamed ? toRuns(topic, place) : [];
  const named = [occasion, product, company, about.length > 0 ? null : business].map((words) =>
    toWords(words ?? ""),
  );
  const runs = about.filter((words) => words.length <= LONGEST_TAG);
  const tags = [...named.filter((words) => words.length <= LONGEST_TAG + 1), ...runs, toWords(place ?? "")];
  const written = tags.map((words) => words.map(capitalise).join("")).filter((tag) => tag.length > 2);
  return [...new Set(written)].map((tag) => `#${tag}`);
}

/** Words that stand side by side and are no small words, verbs or numbers. */
function toRuns(text: string, place: string | null): string[][] {
  const runs: string[][] = [[]];
  for (const word of text.split(/(?<=[,.;:!?])|\s+/u)) {
    const plain = word.replace(/[^\p{L}\p{M}\p{N}-]+/gu, "");
    const isPart =
      /^\p{L}[\p{L}\p{M}]{2,}$/u.test(plain.replaceAll("-", "")) &&
      !isStopWord(plain) &&
      plain !== place &&
      !NO_TAG.test(plain);
    if (isPart) runs.at(-1)?.push(plain.replaceAll("-", ""));
    if (!isPart || /[,.;:!?]$/u.test(word)) runs.push([]);
  }
  return runs.filter((words) => words.length > 0);
}

function toWords(text: string): string[] {
  return text.split(SEPARATOR).filter((word) => word !== "" && !isStopWord(word));
}

export function toHashtagLine(material: Material): string | null {
  const tags = listHashtags(material).slice(0, MOST_HASHTAGS);
  return tags.length === 0 ? null : tags.join(" ");
}

/** What the reader is asked to do; says where, when the request says where. */
export function toCallToAction({ subject, phrases }: Material): string {
  const { company, occasion, isPlaceAsked, place } = subject;
  const { text, isName } = toWhat(subject);
  const what = isName ? (text ?? occasion) : occasion;
  if (what === null) return phrases.reply(company);
  const where = isPlaceAsked && place !== null && !isMentioned(place, what) ? place : null;
  return phrases.ask(company, what, where);
}

export function toBudgetText({ subject, split }: Material): string | null {
  if (subject.budget === null) return null;
  const total = toRupeeText(subject.budget);
  if (split.length === 0) return `Budget: ${total}.`;
  const parts = split.map(({ label, percent, paise }) => `${label} ${percent}% = ${toRupeeText(paise)}`);
  return `${total} by the skill's percentages: ${parts.join("; ")}.`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const SEPARATOR = /[^\p{L}\p{M}\p{N}]+/u;

/** What it is about: an offer or a product has a name, "how we cut delivery time" has none. */
function toWhat({ offer, product, isTopicNamed, topic }: Material["subject"]): {
  text: string | null;
  isName: boolean;
} {
  const said = offer ?? product ?? (isTopicNamed ? topic : null);
  const text = said?.replace(/^(?:our|my|the|an?)\s+/i, "") ?? null;
  const isName =
    text !== null && text.length <= LONGEST_NAME && !/^(?:how|why|what|when|who|which|that)\b/i.test(text);
  return { text, isName };
}

/** Both together, unless one is not known or already in the other. */
function join(
  write: (left: string, right: string) => string,
  left: string | null,
  right: string | null,
): string | null {
  if (left === null || right === null || isMentioned(right, left) || isMentioned(left, right)) return null;
  return write(left, right);
}
