import { z } from "zod";
import { parseStorableJson, toStorableText } from "./json-text.ts";

/** Parameters by name, each with its values in order. */
export type RawQuery = Record<string, string[]>;

export function parseQuery(url: string): RawQuery {
  const start = url.indexOf("?");
  const query: RawQuery = Object.create(null);
  if (start === -1) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const values = (query[name] ??= []);
    values.push(toStorableText(value, name === "namespace"));
  }
  return query;
}

/** The last value counts; an empty one is absent. */
function toText(raw: unknown): string | undefined {
  const value: unknown = Array.isArray(raw) ? raw.at(-1) : raw;
  return typeof value === "string" && value !== "" ? value : undefined;
}

const BOOLEANS = new Map([
  ["true", true],
  ["1", true],
  ["yes", true],
  ["false", false],
  ["0", false],
  ["no", false],
]);

function toBoolean(raw: unknown): unknown {
  const text = toText(raw);
  return text === undefined ? undefined : (BOOLEANS.get(text.toLowerCase()) ?? text);
}

function toNumber(raw: unknown): unknown {
  const text = toText(raw);
  return text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function toJson(raw: unknown): unknown {
  const text = toText(raw);
  if (text === undefined) return undefined;
  try {
    return parseStorableJson(text);
  } catch {
    return text;
  }
}

/** Repeated parameters, one JSON array, or one plain value: clients of different ages send each. */
function toList(raw: unknown): unknown {
  if (!Array.isArray(raw) || raw.length !== 1) return raw;
  const [only] = raw;
  const parsed: unknown = typeof only === "string" && only.startsWith("[") ? toJson(only) : undefined;
  return Array.isArray(parsed) ? parsed : raw;
}

export const queryText = z.preprocess(toText, z.string().optional());
export const queryBoolean = z.preprocess(toBoolean, z.boolean().optional());
export const queryList = z.preprocess(toList, z.array(z.string()).optional());
export const queryObject = z.preprocess(toJson, z.record(z.string(), z.unknown()).optional());

/** A boolean or an integer depth; a number is a depth, so that `1` is one level and `0` none. */
export const queryDepth = z.preprocess(
  (raw) => {
    const number = toNumber(raw);
    return typeof number === "number" ? number : toBoolean(raw);
  },
  z.union([z.boolean(), z.number().int().min(0)]).optional(),
);

export function queryInteger(min: number, max: number) {
  return z.preprocess(toNumber, z.number().int().min(min).max(max).optional());
}

export function queryEnum<const Value extends string>(values: readonly Value[]) {
  return z.preprocess(toText, z.enum(values).optional());
}
