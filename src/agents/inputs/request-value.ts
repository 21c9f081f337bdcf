import type { Perception } from "../../domain/route.ts";
import type { Field, FieldType } from "../../domain/skill.ts";
import { FESTIVALS } from "../../india/festival-rules.ts";
import { readCount, readDate, readMoney, readPercentage } from "./amounts.ts";
import { findEnumValues, readFlag } from "./choices.ts";
import { toFieldRole } from "./field-role.ts";
import { findLanguages, toLanguageValue } from "./languages.ts";
import type { Phrase } from "./phrase.ts";
import { findPhrases } from "./phrases.ts";
import { readText } from "./request-prose.ts";
import { findPlatforms } from "./request-text.ts";
import { findRivals } from "./rival-names.ts";

/** A request as the finders of values see it. */
export type Reading = { text: string; perception: Perception; phrases: Phrase[] };

const URL =
  /https?:\/\/[^\s<>()[\]"']+|(?<![@\p{L}\p{N}.])(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|in|co\.in|org|net|io|shop|store)(?:\/[^\s<>()"']*)?(?![\p{L}\p{N}])/giu;

export function toReading(text: string, perception: Perception): Reading {
  return { text, perception, phrases: findPhrases(text, withoutAmounts(text, perception)) };
}

/** Blanks instead of amounts, so that "for a toy shop 25000 rs" ends at the shop. */
function withoutAmounts(text: string, { entities }: Perception): string {
  let plain = text;
  for (const { type, start, end, text: words } of entities) {
    // Entities belong to the whole request; a part of it has other offsets.
    if (type === "money" && text.slice(start, end) === words)
      plain = `${plain.slice(0, start)}${" ".repeat(end - start)}${plain.slice(end)}`;
  }
  return plain;
}

/** What the request says about a field; undefined when it says nothing. Bounds are not looked at. */
export function findRequestValue(field: Field, reading: Reading): unknown {
  const { text, perception } = reading;
  const { type } = field;
  switch (type.kind) {
    case "money":
      return readMoney(field, text, perception);
    case "number":
    case "integer":
      return readNumber(field, reading);
    case "date":
      return readDate(field, text, perception);
    case "boolean":
      return readFlag(field, text);
    case "url":
      return findSites(text)[0];
    case "enum":
      return readChoice(field, type.values, reading);
    case "list":
      return readList(field, type.of, reading);
    case "string":
      return readText(field, reading, { names: namesOf(field, reading), sites: findSites(text) });
    case "object":
      return undefined;
  }
}

function readNumber(field: Field, { text, perception }: Reading): number | undefined {
  const role = toFieldRole(field);
  if (role === "money") {
    const paise = readMoney(field, text, perception);
    return paise === undefined ? undefined : paise / 100;
  }
  if (role === "percentage" || role === "offer") return readPercentage(perception);
  return readCount(field, text, perception);
}

function readChoice(
  field: Field,
  values: readonly string[],
  { text, perception, phrases }: Reading,
): string | undefined {
  const role = toFieldRole(field);
  if (role === "language") {
    const named = findLanguages(text)[0];
    if (named !== undefined) return toLanguageValue(named, values);
  }
  if (role === "festival") {
    const spellings = perception.festivals
      .flatMap((id) => [id, toFestivalName(id)])
      .map((name) => name.toLowerCase());
    const value = values.find((known) => spellings.includes(known.toLowerCase()));
    if (value !== undefined) return value;
  }
  // "about hiring our first riders" says what a text is about, not what it is for. Of two values, neither is chosen.
  const topics = phrases.filter((phrase) => phrase.kind === "topic" && phrase.isSure);
  const rest = topics.reduce((left, topic) => left.replace(topic.text, () => " "), text);
  const named = findEnumValues(role === "goal" ? rest : text, values);
  return named.length === 1 ? named[0] : undefined;
}

function readList(field: Field, of: FieldType, reading: Reading): unknown[] | undefined {
  const { text } = reading;
  if (of.kind === "url") return toFilled(findSites(text));
  if (of.kind === "date") return toFilled(reading.perception.dates);
  if (of.kind === "enum") {
    const languages = toFieldRole(field) === "language" ? findLanguages(text) : [];
    const values = languages
      .map((language) => toLanguageValue(language, of.values))
      .filter((value) => value !== undefined);
    return toFilled(values.length > 0 ? values : findEnumValues(text, of.values));
  }
  return of.kind === "string" ? toFilled(namesOf(field, reading)) : undefined;
}

/** Names of the sort that the field asks for. */
function namesOf(field: Field, { text, perception, phrases }: Reading): string[] {
  switch (toFieldRole(field)) {
    case "rivals":
      return findRivals(text, perception);
    case "place":
      return perception.places;
    case "festival":
      return perception.festivals.map(toFestivalName);
    case "language":
      return findLanguages(text).map((language) => language.name);
    case "platform":
      return findPlatforms(text);
    case "site":
      return findSites(text);
    case "audience":
      return phrases.filter((phrase) => phrase.kind === "audience").map((phrase) => phrase.text);
    case "product":
      return perception.entities.filter((entity) => entity.type === "product").map((entity) => entity.text);
    default:
      return [];
  }
}

function findSites(text: string): string[] {
  const found = [...text.matchAll(URL)].map((match) => match[0].replace(/[.,;]+$/, ""));
  return [...new Set(found)].map((site) => (/^https?:/i.test(site) ? site : `https://${site}`));
}

function toFestivalName(id: string): string {
  return FESTIVALS.find((festival) => festival.id === id)?.name ?? id;
}

function toFilled<T>(items: T[]): T[] | undefined {
  return items.length === 0 ? undefined : items;
}
