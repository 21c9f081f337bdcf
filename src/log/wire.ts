import { isBaseMessage, type BaseMessage } from "@langchain/core/messages";

const MAX_DEPTH = 200;

/**
 * JSON text as it goes over the wire and into the log: messages flat (`{...fields, type}`), at any depth, on one line,
 * without U+0000, which Postgres text cannot hold.
 */
export function toWireJson(value: unknown): string {
  const json = JSON.stringify(toPlain(value, 0)) ?? "null";
  return json.includes("\\u0000") ? withoutNul(json) : json;
}

/** Only a real escape counts: `\\u0000` in JSON is a backslash and four digits of text. */
function withoutNul(json: string): string {
  return json.replace(/\\(\\|u0000)/g, (escape) => (escape === "\\u0000" ? "\\ufffd" : escape));
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

function toFlatMessage(message: BaseMessage, depth: number): unknown {
  const { type, data } = message.toDict();
  return toPlainObject({ ...data, type }, depth);
}
