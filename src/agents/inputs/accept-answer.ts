import type { Clock } from "../../domain/clock.ts";
import type { Field } from "../../domain/skill.ts";
import { perceive } from "../perceive/perceive.ts";
import { isRecord, readJson } from "../shape/json-value.ts";
import { findField } from "../shape/label-key.ts";
import { readReply } from "./reply.ts";
import { fits, toTyped } from "./typed-value.ts";
import { toExpectation } from "./expectation.ts";

export type Accepted = { values: Record<string, unknown>; missing: Field[]; complaint: string | null };
type AnswerRequest = { missing: Field[]; resume: unknown; clock: Clock };

const NOTHING = "The answer was empty";
const FORM = "Answer in plain words, or with a value for each name";

/**
 * Reads a person's answer to a question about missing inputs: plain text, `{ field: value }`, or a bare value. What
 * cannot be used is said in `complaint`, together with what is wanted instead.
 */
export function acceptAnswer({ missing, resume, clock }: AnswerRequest): Accepted {
  if (isRecord(resume)) return acceptNamed(missing, resume);
  if (Array.isArray(resume)) return acceptBare(missing, resume);
  if (typeof resume === "number" || typeof resume === "boolean") return acceptBare(missing, resume);
  if (typeof resume !== "string" || resume.trim() === "") return refuse(missing, NOTHING);
  const json = readJson(resume);
  if (isRecord(json) && Object.keys(json).some((key) => findField(missing, key) !== undefined))
    return acceptNamed(missing, json);
  return settle(missing, readReply(resume, missing, perceive(resume, { clock })));
}

function acceptNamed(missing: Field[], resume: Record<string, unknown>): Accepted {
  const wished = new Map<string, unknown>();
  for (const [key, value] of Object.entries(resume)) {
    const field = findField(missing, key);
    if (field !== undefined) wished.set(field.name, value);
  }
  if (wished.size > 0) return settle(missing, wished);
  const keys = Object.keys(resume).slice(0, 5).join(", ");
  return refuse(missing, keys === "" ? NOTHING : `Nothing named ${keys} was asked for`);
}

/** A value without a name can only be meant for the one thing that is asked, or that could take it. */
function acceptBare(missing: Field[], resume: unknown): Accepted {
  const able = missing.filter((field) => fits(toTyped(resume, field.type), field));
  const [only, ...others] = missing.length === 1 ? missing : able;
  if (only === undefined || others.length > 0)
    return refuse(missing, "It is not clear which of them that answers");
  return settle(missing, new Map([[only.name, resume]]));
}

function settle(missing: Field[], wished: ReadonlyMap<string, unknown>): Accepted {
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const field of missing) {
    if (!wished.has(field.name)) continue;
    const value = toTyped(wished.get(field.name), field.type);
    if (value !== undefined && value !== "" && fits(value, field)) values[field.name] = value;
    else complaints.push(toMisfit(field, wished.get(field.name)));
  }
  const left = missing.filter((field) => !(field.name in values));
  if (left.length === 0) return { values, missing: [], complaint: null };
  if (complaints.length > 0) return { values, missing: left, complaint: `${complaints.join(" ")}` };
  if (Object.keys(values).length > 0) return { values, missing: left, complaint: null };
  return refuse(missing, "That does not say what is needed");
}

function toMisfit(field: Field, value: unknown): string {
  const shown = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return `"${short}" does not fit ${field.name.replaceAll("_", " ")}: ${toExpectation(field)}.`;
}

function refuse(missing: Field[], why: string): Accepted {
  const [first] = missing;
  const example =
    missing.length > 1 && first !== undefined
      ? ` such as "${first.name.replaceAll("_", " ")}: ..." on a line each`
      : "";
  return { values: {}, missing, complaint: `${why}. ${FORM}${example}.` };
}
