import type { CompiledSkill, Field } from "../../domain/skill.ts";
import { toRequestWords } from "../../skills/request-words.ts";
import { toStem } from "../words/stem.ts";
import { findWords } from "../words/words.ts";
import { type FieldRole, toFieldRole } from "./field-role.ts";
import type { Phrase } from "./phrase.ts";
import { findTopicElsewhere, isOrderWord, pickPhrase } from "./request-text.ts";

/** What the object of a request can stand for: anything but a value of a sort of its own, such as a place or a tone. */
const OPEN_ROLES: ReadonlySet<FieldRole> = new Set([
  "topic",
  "product",
  "business",
  "industry",
  "question",
  "unknown",
]);
const DETERMINER =
  /^(?:our|my|the|an?|some|this|hamari|hamare|hamara|humari|meri|mera|mere|apni|apne|हमारी|हमारे|हमारा|मेरी|मेरा|मेरे|अपनी|अपने)\s+/iu;
const OF = /(?<![\p{L}])of (?<object>(?:our|my|the|an?) [^.,;:!?\n]{3,100})/iu;
const SMALL =
  /^(?:for|of|about|on|in|at|to|with|by|and|or|that|this|it|is|are|what|which|ke|ka|ki|liye|के|का|की|लिए)$/iu;

export type KindWords = Pick<CompiledSkill, "inputs"> &
  Partial<Pick<CompiledSkill, "id" | "name" | "title" | "description">>;

/** The one text that is needed, still missing and open to what the request is for; undefined when there are several. */
export function findOpenField(missing: readonly Field[]): Field | undefined {
  const texts = missing.filter((field) => field.required && field.type.kind === "string");
  const [only, ...others] = texts.filter((field) => OPEN_ROLES.has(toFieldRole(field)));
  return others.length > 0 || texts.length > 1 ? undefined : only;
}

/**
 * What a request is for, whatever it is called: "A tagline for our filter coffee kiosk" and "mango pickle slogan" have
 * an object, "a tagline please" only names the kind of work.
 */
export function findObject(
  text: string,
  phrases: readonly Phrase[],
  skill: KindWords,
  field: Field,
): string | undefined {
  // A business is a thing; a sentence that the request tells is none.
  const isThing = toFieldRole(field) === "business" || toFieldRole(field) === "industry";
  const named = pickPhrase(phrases, "topic", "product", "business") ?? OF.exec(text)?.groups?.["object"];
  const told = isThing ? undefined : (findTopicElsewhere(text) ?? withoutKind(text, skill));
  const found = named ?? told;
  const object = found
    ?.replace(DETERMINER, "")
    .replace(/\s+from\s.*$/isu, "")
    .trim();
  return object === undefined || object.length < 3 || saysOnlyKind(object, skill) ? undefined : object;
}

/** The words between the order and the kind of work at either end. */
function withoutKind(text: string, skill: KindWords): string | undefined {
  const kind = toTerms(`${skill.name ?? ""} ${skill.title ?? ""} ${(skill.id ?? "").replaceAll(".", " ")}`);
  const words = findWords(text);
  const isLight = (word: string): boolean =>
    SMALL.test(word) || isOrderWord(word) || kind.has(toStem(word.normalize("NFC")));
  const first = words.find((word) => !isLight(word.text));
  // What is wanted may stand last: "mango pickle slogan".
  const asked = toTerms((skill.description ?? "").split(/\bNot for\b/)[0] ?? "");
  const isAsked = (word: string): boolean => asked.has(toStem(word.normalize("NFC")));
  const last = words.findLast((word) => !isLight(word.text) && !isAsked(word.text));
  return first === undefined || last === undefined ? undefined : text.slice(first.start, last.end);
}

function saysOnlyKind(object: string, { name, title, description }: KindWords): boolean {
  const known = new Set(
    toRequestWords(`${name ?? ""} ${title ?? ""} ${description ?? ""}`).map(({ term }) => term),
  );
  return toRequestWords(object).every(({ term, surface }) => known.has(term) || isOrderWord(surface));
}

function toTerms(text: string): ReadonlySet<string> {
  return new Set(findWords(text).map((word) => toStem(word.text)));
}
