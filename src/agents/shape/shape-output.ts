import type { FieldError } from "../../domain/errors.ts";
import type { Field } from "../../domain/skill.ts";
import { checkContract } from "./check-contract.ts";
import { fromJsonObject, isRecord, readJson } from "./json-value.ts";
import { readValue } from "./read-value.ts";
import { splitSections } from "./sections.ts";

export type Shaped = { output: Record<string, unknown>; problems: FieldError[] };

/**
 * The fields of a contract out of an answer in Markdown. What cannot be read as its type is left out; what is read
 * but breaks a bound stays. Both are reported, so `problems` is empty exactly when the output keeps the contract.
 */
export function shapeOutput(markdown: string, fields: Field[]): Shaped {
  return checkContract(readFields(withoutFence(markdown), fields), fields);
}

function readFields(markdown: string, fields: Field[]): Record<string, unknown> {
  const json = readJson(markdown);
  if (isRecord(json)) {
    const output = fromJsonObject(json, fields);
    if (Object.keys(output).length > 0) return output;
  }
  const sections = splitSections(markdown, fields);
  if (sections === null) return readWhole(markdown, fields);
  const output: Record<string, unknown> = {};
  for (const field of fields) {
    const value = readValue(sections.get(field.name) ?? [], field);
    if (value !== undefined) output[field.name] = value;
  }
  return output;
}

/** An answer without any heading is the one text that the contract asks for. */
function readWhole(markdown: string, fields: Field[]): Record<string, unknown> {
  const wanted = fields.filter((field) => field.required && field.default === undefined);
  const [only] = fields.length === 1 ? fields : wanted.length === 1 ? wanted : [];
  const value = only === undefined ? undefined : readValue(markdown.split("\n"), only);
  return only === undefined || value === undefined ? {} : { [only.name]: value };
}

/** Some models put the whole answer into a code fence. */
function withoutFence(markdown: string): string {
  return /^\s*```(?:markdown|md)?\s*\n([\s\S]*?)\n```\s*$/.exec(markdown)?.[1] ?? markdown;
}
