import { isBaseMessage, type BaseMessage } from "@langchain/core/messages";

const MAX_DEPTH = 200;

/**
 * JSON text as it goes over the wire and into the log: messages flat (`{...fields, type}`), at any depth, on one line,
 * without U+0000 and half surrogate pairs, which Postgres cannot hold.
 */
export function toWireJson(value: unknown): string {
  const json = JSON.stringify(toPlain(value, 0)) ?? "null";
  return REFUSED.test(json) ? withoutRefused(json) : json;
}

/** Escapes that jsonb refuses: U+0000, and halves of surrogate pairs, which JSON writes as escapes only when alone. */
const REFUSED = /\\u(?:0000|d[89a-f])/;

/** Only a real escape counts: `\\u0000` in JSON is a backslash and four digits of text. */
function withoutRefused(json: string): string {
  return json.replace(/\\(\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape) =>
    escape === "\\\\" ? escape : "\\ufffd",
  );
}

/** The same value without class instances that JSON would write in a constructor's form. Shares what needs no change. */
export function toPlain(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null)
    return typeof value === "bigint" ? value.toString() : value;
  if (depth > MAX_DEPTH) return "[nested too deeply]";
  if (isBaseMessage(value)) return toFlatMessage(value, depth);
  if (Array.isArray(value)) return toPlainList(value, depth);
  if (value instanceof Error) return { error: value.name, message: value.message };
  if (value instanceof Map) return toPlain(Object.fromEntries(value), depth + 1);
  if (value instanceof Set) return toPlain([...value], depth + 1);
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return toPlainObject(value, depth);
}

function toPlainList(list: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index++) {
    const plain = toPlain(list[index], depth + 1);
    if (plain === list[index]) continue;
    copy ??= [...list];
    copy[index] = plain;
  }
  return copy ?? list;
}

function toPlainObject(object: object, depth: number): unknown {
  let copy: Record<string, unknown> | null = null;
  for (const [key, item] of Object.entries(object)) {
    const plain = toPlain(item, depth + 1);
    if (plain === item) continue;
    copy ??= { ...object };
    copy[key] = plain;
  }
  return copy ?? object;
}

/** As `toDict` does, but for what only their constructors' form needs: this is done for every token. */
function toFlatMessage(message: BaseMessage, depth: number): unknown {
  const given: Record<string, unknown> = message.lc_kwargs;
  const flat: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const value: unknown = key in message ? Reflect.get(message, key) : given[key];
    if (value !== undefined) flat[toSnakeCase(key)] = toPlain(value, depth + 1);
  }
  flat["type"] = message.getType();
  return flat;
}

function toSnakeCase(key: string): string {
  return /[A-Z]/.test(key) ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
}
