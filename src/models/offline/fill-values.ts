import type { Brief } from "../../domain/brief.ts";
import { capitalise, isPublic, toHashtagLine } from "./copy-lines.ts";
import { addDays, countDays, type Day } from "./days.ts";
import type { FillValues } from "./fill-in.ts";
import type { Material } from "./material.ts";
import { keepClosest } from "./rank-sentences.ts";
import { cutAtWord, splitSentences } from "./sentences.ts";
import { toLanguageName } from "./short-messages.ts";
import { joinWords, type Subject } from "./subject.ts";

const LONGEST_SHORT = 36;
const LONGEST_REQUEST = 160;
const MIDWEEK: readonly number[] = [2, 3, 4];
const CLAUSE =
  /^(?:why|how|what|when|where|who|which|that|if|we|i|they|our team has|humne|hamne|हमने|क्यों|कैसे)(?![\p{L}\p{M}])/iu;
const HEAD = /\s(?:in|at|near|from|with|for|who|that|which)\s/i;
const PLACE_OF_BUSINESS =
  /(?:shops?|stores?|kiosk|stall|boutique|bakery|restaurant|café|cafe|hotel|clinic|gym|salon|spa|school|academy|company|startup|agency|brand|showroom|studio|factory|chain|dairy|farm|pharmacy|nursery|dhaba|parlour|mart|emporium|outlet|dukan|dukaan|दुकान|कंपनी|व्यवसाय|ब्रांड)$/iu;

/** The names that a skill's own text can use in its places, besides those of its inputs. */
export function toFillValues(material: Material): FillValues {
  const { subject, anchor, milestones, today, brief, known, evidence } = material;
  const values = new Map<string, string | number | null>(known.map(({ name, value }) => [name, value]));
  const about = subject.isTopicNamed ? subject.topic : "";
  const [topic, ...facts] = splitSentences(subject.offer === null ? about : withoutOffer(about));
  const lastOrders = milestones.find(({ label }) => /last orders?/i.test(label));
  const add = (name: string, value: string | number | null | undefined): void => {
    if (!values.has(name) || value !== undefined) values.set(name, value ?? null);
  };
  add("topic", topic === undefined ? null : capitalise(topic.replace(/[.।]$/u, "")));
  add("thing", toThing(subject, topic ?? null));
  add("topic_text", topic?.replace(/[.।]$/u, ""));
  add("short", toShort(toThing(subject, topic ?? null) ?? topic ?? null));
  add("english", toLanguageName(material) === "English" ? "" : null);
  add("offer_short", toShort(subject.offer));
  add("figure", /\d/.test(topic ?? "") ? topic : null);
  add("job", topic?.replace(/^(?:hiring|recruiting)\s+(?:for\s+)?/i, "").replace(/[.।]$/u, ""));
  add("facts", facts.length === 0 ? null : facts.join(" "));
  add("seller", toSeller(subject));
  add("company", subject.company);
  add("place", subject.isPlaceAsked ? subject.place : null);
  add("occasion", subject.occasion);
  add("day", anchor?.day);
  add("days_left", anchor === null ? null : countDays(today, anchor.day));
  add("day_ref", anchor === null || anchor.ref === "" ? null : `[${anchor.ref}]`);
  add("last_order_day", toLater(anchor?.day, lastOrders?.until));
  add("launch_day", toNotBefore(toLater(anchor?.day, -30), today));
  add("today", today);
  add("midweek", toMidweek(toGivenDay(brief, today)));
  add("rivals", subject.named.length === 0 ? null : joinWords(subject.named));
  add("proof", evidence.find(isPublic)?.text);
  const statements = splitSentences(brief.request).filter(isStatement);
  add("told", statements.length === 0 ? null : statements.slice(0, 3).join(" "));
  add("request", cutAtWord(brief.request.replace(/[\s.?!]+$/, ""), LONGEST_REQUEST));
  const close = keepClosest(material.background, material.requestTerms);
  add("formula", close.some(({ text }) => text.includes(" = ")) ? "" : null);
  add("hashtags", toHashtagLine(material));
  if (subject.business !== null) values.set("business", subject.business.replace(/^sells /i, ""));
  if (subject.budget !== null) values.set("budget_rupees", Math.round(subject.budget / 100));
  return new Map([...values].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

/** "why we switched" is a sentence and no thing; "our new payroll feature" is "new payroll feature". */
function toThing({ offer, product }: Subject, topic: string | null): string | null {
  const said = topic ?? product ?? offer;
  if (said === null || CLAUSE.test(said) || said.length > 80) return null;
  return said
    .replace(/^(?:our|my|the|an?|your|हमारी|हमारे|हमारा|अपनी|अपने|मेरी|humari|hamari|apni|meri)\s+/iu, "")
    .replace(/[.।]$/u, "");
}

/** What fits into the subject of a mail: cut at a word, never behind a small one. */
function toShort(text: string | null): string | null {
  if (text === null) return null;
  const plain = text.replace(/[.।!?]$/u, "");
  if (plain.length <= LONGEST_SHORT) return plain;
  const cut = plain.slice(0, LONGEST_SHORT + 1).replace(/\s+\S*$/u, "");
  return cut.replace(
    /(?:[\s,;:–-]+(?:a|an|the|our|my|in|on|at|of|for|to|with|and|or|by|from|who|that))+$/iu,
    "",
  );
}

/** The offer is said on its own, and may have changed since. */
function withoutOffer(topic: string): string {
  return topic.replace(
    /,?\s+(?:(?:with|at|flat|up ?to)\s+)*(?:\d{1,3}\s?%|(?:₹|rs\.?)\s?[\d,]+|[\d,]+ rupees) (?:off|discount)[^.]*/iu,
    "",
  );
}

/** Who speaks to the customer: the company, or "our sweets shop in Pune". */
function toSeller({ company, business, place, isPlaceAsked }: Subject): string | null {
  if (company !== null) return place !== null && isPlaceAsked ? `${company} in ${place}` : company;
  if (business === null) return null;
  const [head = ""] = business.split(HEAD);
  if (!PLACE_OF_BUSINESS.test(head.trim())) return null;
  if (/[\u0900-\u097f]/u.test(business)) {
    const city = place !== null && isPlaceAsked && !business.includes(place) ? `${place} की ` : "";
    return `${city}हमारी ${business}`;
  }
  if (/\s(?:ki|ka|ke)\s/i.test(business)) return `hamari ${business}`;
  const where = place !== null && isPlaceAsked && !business.includes(place) ? ` in ${place}` : "";
  return `our ${business.replace(/^(?:small|big|new|little) /i, "")}${where}`;
}

/** What the person tells, neither a question nor an order. */
function isStatement(sentence: string): boolean {
  return (
    sentence.length > 15 &&
    !/[?？]$/u.test(sentence) &&
    !/^(?:please|can|could|write|draft|create|make|plan|give|prepare|suggest|compare|tell|show|find|what|how|why|who|which)\b/i.test(
      sentence,
    )
  );
}

function toLater(day: Day | undefined, offset: number | undefined): Day | null {
  return day === undefined || offset === undefined ? null : addDays(day, offset);
}

function toNotBefore(day: Day | null, today: Day): Day | null {
  return day !== null && day < today ? today : day;
}

function toGivenDay({ inputs }: Brief, today: Day): Day {
  const given = Object.entries(inputs).find(([name]) => /^(?:send_from|start_date|start)$/.test(name))?.[1];
  return typeof given === "string" && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : addDays(today, 1);
}

/** That day, or the next Tuesday, Wednesday or Thursday after it. */
function toMidweek(day: Day): Day {
  let next = day;
  while (!MIDWEEK.includes(new Date(`${next}T00:00:00Z`).getUTCDay())) next = addDays(next, 1);
  return next;
}
