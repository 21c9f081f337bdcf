import type { Foundation } from "../../domain/foundation.ts";
import type { Perception } from "../../domain/route.ts";
import type { Field } from "../../domain/skill.ts";
import { toFieldRole } from "./field-role.ts";
import { findFoundationValue } from "./foundation-value.ts";
import { findLabelled } from "./labelled.ts";
import { toLanguageName, toLanguageValue } from "./languages.ts";
import { toReadable } from "../words/readable.ts";
import { findObject, findOpenField, type KindWords } from "./request-object.ts";
import { findRequestValue, type Reading, toReading } from "./request-value.ts";
import { fits, toTyped } from "./typed-value.ts";

export type InputRequest = {
  skill: KindWords;
  text: string;
  perception: Perception;
  foundation: Foundation | null;
  /** Values that a plan, an earlier draft or a person gave already. */
  given?: Record<string, unknown>;
};

/**
 * The inputs of a skill, from what was given, the request, the foundation and the defaults, in this order. A required
 * field that none of them holds is missing, and so is any field whose wished value breaks its bounds: it is asked for,
 * never guessed or bent. One text that is still missing takes what the request is for, if it is for anything.
 */
export function extractInputs({ skill, text, perception, foundation, given = {} }: InputRequest): {
  inputs: Record<string, unknown>;
  missing: Field[];
} {
  const readable = toReadable(text);
  const reading = toReading(readable, perception);
  const labelled = findLabelled(readable, skill.inputs);
  const inputs: Record<string, unknown> = {};
  const missing: Field[] = [];
  for (const field of skill.inputs) {
    const known = toTyped(given[field.name], field.type);
    const found = known ?? findWish(field, reading, labelled.get(field.name));
    const wished = isSaidAgain(found, field, inputs) ? undefined : found;
    const value =
      wished ?? findFoundationValue(field, foundation) ?? field.default ?? findLastResort(field, perception);
    if (value !== undefined && fits(value, field)) inputs[field.name] = value;
    else if (field.required || wished !== undefined) missing.push(field);
  }
  const open = findOpenField(missing);
  const object = open === undefined ? undefined : findObject(readable, reading.phrases, skill, open);
  if (open === undefined || object === undefined || !fits(object, open)) return { inputs, missing };
  return {
    inputs: { ...inputs, [open.name]: object },
    missing: missing.filter((field) => field !== open),
  };
}

function findWish(field: Field, reading: Reading, label: string | undefined): unknown {
  const labelled = label === undefined ? undefined : toTyped(label, field.type);
  const value =
    labelled ?? findRequestValue(field, reading) ?? findWrittenLanguage(field, reading.perception);
  // Prose that was merely found and is too long for its field is no wish.
  return typeof value === "string" && labelled === undefined && !fits(value, field) ? undefined : value;
}

/** What a request is about fills one field: an optional second one of that kind would only repeat it. */
function isSaidAgain(value: unknown, field: Field, inputs: Record<string, unknown>): boolean {
  if (field.required || typeof value !== "string" || toFieldRole(field) !== "topic") return false;
  return Object.values(inputs).includes(value);
}

/** Who writes in Hindi wants to read Hindi; English is what people write anyway. */
function findWrittenLanguage(field: Field, { language }: Perception): unknown {
  return language === "en" ? undefined : toLanguageOf(field, language);
}

function findLastResort(field: Field, { language }: Perception): unknown {
  return field.required ? toLanguageOf(field, language) : undefined;
}

function toLanguageOf({ type, ...field }: Field, tag: string): unknown {
  if (toFieldRole({ type, ...field }) !== "language") return undefined;
  const language = { tag, name: toLanguageName(tag) };
  if (type.kind === "string") return language.name;
  return type.kind === "enum" ? toLanguageValue(language, type.values) : undefined;
}
