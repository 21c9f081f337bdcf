import type { Brief } from "../../domain/brief.ts";
import { toFieldLabel } from "../../domain/field-label.ts";
import { type Paise, toRupeeText } from "../../domain/money.ts";
import { type Amount, findAmounts, isMoneyName, toPaise } from "./amounts.ts";
import { findDays, isDay, toLongDay } from "./days.ts";
import { cutAtWord } from "./sentences.ts";
import { isMentioned } from "./terms.ts";

/** An input with a value, ready to be read. */
export type Known = { name: string; label: string; value: string };

/** Who and what a request is about: from its inputs first, then the facts, then its own words. */
export type Subject = {
  company: string | null;
  business: string | null;
  place: string | null;
  /** The place comes from the request or an input, not from the business profile. */
  isPlaceAsked: boolean;
  product: string | null;
  offer: string | null;
  occasion: string | null;
  audience: string | null;
  topic: string;
  /** The request says what it is about; else `topic` is the request itself. */
  isTopicNamed: boolean;
  budget: Paise | null;
  /** Things that the inputs list by name, e.g. competitors. */
  named: string[];
  /** A few words that say what this is about. */
  focus: string;
};

const FOCUS_CHARACTERS = 70;

const COMMAND =
  /^(?:please\s+)?(?:(?:can|could|would)\s+you\s+)?(?:write|create|make|draft|plan|give|generate|prepare|suggest|build|design)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+|some\s+|\d+\s+)?/i;

export function readSubject(brief: Brief): Subject {
  const fromInput = (names: RegExp): string | null => findInput(brief.inputs, names);
  const fromFact = (labels: RegExp): string | null => {
    const fact = brief.facts.find(({ label, text }) => labels.test(label) && text.length <= FOCUS_CHARACTERS);
    return fact === undefined ? null : toOneLine(fact.text);
  };
  const { request } = brief;
  const named = fromInput(/topic|subject|theme|keyword/) ?? findTopic(request);
  // An order that names its offer needs no other subject than that.
  const topic = named === toOneLine(request) && fromInput(/^offer$/) !== null ? null : named;
  const askedPlace = fromInput(/city|place|location|region|town/) ?? findPlace(request);
  const place = askedPlace ?? fromFact(/location|city/i);
  const subject = {
    company: fromInput(/company|brand|business_name/) ?? fromFact(/company[ _]name/i),
    business: toBusinessName(
      fromInput(/^business|shop|store|venture|industry/) ?? findBusiness(request) ?? fromFact(/industry/i),
      place,
    ),
    place,
    isPlaceAsked:
      askedPlace !== null && (isMentioned(askedPlace, request) || askedPlace === brief.inputs["city"]),
    offer: fromInput(/^offer$|discount/),
    product: fromInput(/product|offering|item|service/) ?? fromFact(/^products?$/i),
    // An input may hold the id of a festival, e.g. "diwali".
    occasion: toName(fromInput(/festival|occasion|event|holiday/)) ?? findOccasion(brief),
    audience: fromInput(/audience|segment|customer|persona|icp/),
    topic:
      topic ??
      cutAtWord(
        request
          .trim()
          .replace(/[\s.?!]+$/, "")
          .replace(COMMAND, ""),
        FOCUS_CHARACTERS,
      ),
    isTopicNamed: topic !== null,
    budget: findBudget(brief),
    named: Object.values(brief.inputs).find(isTextList) ?? [],
  };
  return { ...subject, focus: toFocus(subject) };
}

/** The inputs as label and text, in their order; empty ones are left out. */
export function listKnown(brief: Brief): Known[] {
  const amounts = findAmounts(brief.request);
  return Object.entries(brief.inputs).flatMap(([name, value]) => {
    const text = toValueText(name, value, amounts);
    return text === "" ? [] : [{ name, label: toFieldLabel(name), value: text }];
  });
}

/** A value as people write it: money in rupees, days in words, lists with commas. */
function toValueText(name: string, value: unknown, request: readonly Amount[]): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && isMoneyName(name)) return toRupeeText(toPaise(value, request) ?? 0);
  if (typeof value === "string") return isDay(value) ? toLongDay(value) : withoutHeadings(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value))
    return joinWords(value.map((item) => toValueText(name, item, request)).filter(Boolean));
  if (typeof value !== "object") return "";
  const parts = Object.entries(value).map(([key, part]) => [
    toFieldLabel(key),
    toValueText(key, part, request),
  ]);
  return parts.flatMap(([key, part]) => (part === "" ? [] : [`${key}: ${part}`])).join("; ");
}

/** A name as it fits into a sentence; null when nothing is left of it. */
function toOneLine(text: string): string | null {
  const line = text
    .replace(/\s+/g, " ")
    .replace(/^[#\s]+/, "")
    .trim();
  return line === "" ? null : line;
}

/** A line that looks like a heading would end the field it stands in. */
function withoutHeadings(text: string): string {
  return text.replace(/^\s*#{1,6}\s+/gm, "").trim();
}

/** "a, b and c". */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

function findInput(inputs: Brief["inputs"], names: RegExp): string | null {
  const found = Object.entries(inputs).find(
    ([name, value]) => names.test(name) && typeof value === "string" && value.trim() !== "" && !isDay(value),
  );
  return typeof found?.[1] === "string" ? toOneLine(found[1]) : null;
}

/** The label of a dated fact that the skill or the request is about, e.g. "Diwali" from the festival calendar. */
function findOccasion({ facts, skill, request }: Brief): string | null {
  const dated = facts.filter(({ text, source }) => source.kind === "tool" && findDays(text).length > 0);
  const named = (about: string): Brief["facts"][number] | undefined =>
    dated.find(({ label }) => isMentioned(label, about));
  const found = named(skill.title) ?? named(request);
  return found === undefined ? null : toName(found.label);
}

function toName(id: string | null): string | null {
  return id === null ? null : toFieldLabel(id);
}

function findBudget({ inputs, request }: Brief): Paise | null {
  const amounts = findAmounts(request);
  const input = Object.entries(inputs).find(([name]) => /budget|spend|investment/i.test(name));
  if (input !== undefined) return toPaise(input[1], amounts);
  if (/budget|spend|invest|with|lakh|crore|बजट/i.test(request) && amounts.length === 1)
    return amounts[0]?.paise ?? null;
  return null;
}

/** "a sweet shop in Pune" has the business "sweet shop". */
function findBusiness(request: string): string | null {
  const end =
    "(?=\\s+(?:in|with|at|on|by|before|and|to|from|for|under|near|that|who|which|has|have|is)\\b|[,.?!;:]|$)";
  const found = new RegExp(
    `\\b(?:for|of|run|own|have|to)\\s+(?:my|our|an?)\\s+([\\p{L} &'-]{3,40}?)${end}`,
    "iu",
  ).exec(request);
  return found?.[1]?.trim() ?? null;
}

/** "a sweets shop in Pune" is "sweets shop" when Pune is told beside it. */
function toBusinessName(business: string | null, place: string | null): string | null {
  if (business === null) return null;
  const plain = business
    .replace(/^(?:an?|the|my|our)\s+/i, "")
    .replace(/^(?:.*\s)?(?:अपन|मेर|हमार)[ीेा]\s+/u, "")
    .replace(/^(?:apni|apne|meri|mera|hamari|humari|hamara)\s+/i, "")
    .replace(/[.\s]+$/, "");
  const suffix = ` in ${place ?? ""}`;
  return place !== null && plain.endsWith(suffix) ? plain.slice(0, -suffix.length) : plain;
}

function findPlace(request: string): string | null {
  return /\b(?:in|at|from|near|across)\s+(\p{Lu}[\p{L}]+(?:\s\p{Lu}[\p{L}]+)?)/u.exec(request)?.[1] ?? null;
}

/** What follows "about". */
function findTopic(request: string): string | null {
  const plain = request.trim().replace(/[\s.?!]+$/, "");
  const about =
    /\b(?:about|regarding|announcing|promoting)\s+(.+?)(?=[.?!;]\s|\s+(?:with|by|before|under|for)\s|$)/iu.exec(
      plain,
    );
  const topic = about?.[1]?.replace(/^(?:our|my|the|an?)\s+/i, "");
  return topic === undefined ? null : cutAtWord(topic, FOCUS_CHARACTERS);
}

function toFocus(subject: Omit<Subject, "focus">): string {
  const { named, occasion, product, company, business, place, topic } = subject;
  const words = [occasion, product, company ?? business, place].filter((word) => word !== null);
  if (named.length > 0) return cutAtWord(joinWords(named), FOCUS_CHARACTERS);
  return cutAtWord(words.length > 0 ? words.join(", ") : topic, FOCUS_CHARACTERS);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
