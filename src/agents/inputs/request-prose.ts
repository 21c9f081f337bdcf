import type { Perception } from "../../domain/route.ts";
import type { Field } from "../../domain/skill.ts";
import { toFieldRole } from "./field-role.ts";
import { findIndianTopic } from "./indian-phrases.ts";
import {
  findPointedAt,
  findQuestions,
  findTold,
  findTone,
  findTopicElsewhere,
  pickPhrase,
  saysSomething,
} from "./request-text.ts";
import type { Phrase } from "./phrase.ts";
import { toWholeTopic } from "./topic-phrases.ts";

type Reading = { text: string; perception: Perception; phrases: Phrase[] };

/** Words of the request for a field of free text, by what the field asks for. */
export function readText(
  field: Field,
  { text, perception, phrases }: Reading,
  found: { names: string[]; sites: string[] },
): string | undefined {
  const role = toFieldRole(field);
  switch (role) {
    case "place":
    case "festival":
    case "rivals":
    case "platform":
    case "language":
      return found.names.length === 0 ? undefined : found.names.join(", ");
    case "audience":
      return pickPhrase(phrases, "audience");
    case "goal":
      return pickPhrase(phrases, "goal");
    case "offer":
      return pickPhrase(phrases, "offer");
    case "product":
      return pickPhrase(phrases, "product") ?? found.names[0];
    case "business":
    case "company":
      return readBusiness(role, phrases);
    case "topic":
      return readTopic(field, text, phrases);
    case "question":
      return findQuestions(text) ?? (field.required ? text.trim() : undefined);
    case "tone":
      return findTone(text);
    case "site":
      return found.sites[0];
    case "money":
      return perception.money[0]?.text;
    case "date":
      return perception.dates.length === 0 ? undefined : perception.dates.join(", ");
    case "percentage":
      return perception.entities.find((entity) => entity.type === "percentage")?.text;
    case "duration":
      return perception.counts.find((count) => /^(?:day|week|month|quarter|year)$/.test(count.unit))?.text;
    case "industry":
    case "unknown":
      return undefined;
  }
}

function readBusiness(role: "business" | "company", phrases: Phrase[]): string | undefined {
  const named = pickPhrase(phrases, "business");
  // "for a sweets shop" says what the business is, never what it is called.
  if (role === "company") return undefined;
  const product = phrases.find((phrase) => phrase.kind === "product");
  return named ?? (product === undefined ? undefined : `sells ${product.text}`);
}

/**
 * What a text is about: the phrase that says so, with what other sentences of the request tell. What a needed text is
 * about may be the request itself, as long as that says more than "write a post".
 */
function readTopic(field: Field, text: string, phrases: Phrase[]): string | undefined {
  const phrase = pickPhrase(phrases, "topic");
  const named = phrase === undefined ? undefined : toWholeTopic(text, phrase);
  const found = named ?? findIndianTopic(text) ?? findPointedAt(text) ?? findTopicElsewhere(text);
  if (found !== undefined) return withDetails(text, found);
  const product = pickPhrase(phrases, "product");
  return product ?? (field.required && saysSomething(text) ? text.trim() : undefined);
}

/** The topic, then what the request tells beside it: "our new store. It opens on 5 December." */
function withDetails(text: string, topic: string): string {
  const details = findTold(text).filter((detail) => !topic.includes(detail) && !detail.includes(topic));
  if (details.length === 0) return topic;
  return [/[.!?।]$/u.test(topic) ? topic : `${topic}.`, ...details].join(" ");
}
