import { AppError } from "../domain/errors.ts";

/** Deeper than any graph state, and far from where a recursive reader runs out of stack. */
const MAX_DEPTH = 200;

const QUOTE = 34;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * JSON from a request body; nothing at all is `{}`. Refuses what is not UTF-8, not JSON or nested without end, and
 * takes out what a database could not hold (U+0000, half surrogate pairs) and `__proto__` keys.
 */
export function parseJsonText(bytes: ArrayBuffer | Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === "") return {};
  if (text.length > 2 * MAX_DEPTH && isTooDeep(text)) {
    throw new AppError("malformed_request", `Body is nested deeper than ${MAX_DEPTH} levels`);
  }
  return parse(text);
}

/** JSON without what a database could not hold. Throws SyntaxError. */
export function parseStorableJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Only an escape can spell a forbidden character, so most texts need no second walk.
  return text.includes("\\u") || text.includes("__proto__") ? toClean(value, "") : value;
}

/** Without U+0000 and half surrogate pairs. Clients join nested namespaces with U+0000 where checkpoints use "|". */
export function toStorableText(text: string, isNamespace: boolean): string {
  return text.replaceAll("\0", isNamespace ? "|" : "\uFFFD").toWellFormed();
}

function decode(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AppError("malformed_json", "Body is not valid UTF-8", { cause });
  }
}

function parse(text: string): unknown {
  try {
    return parseStorableJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? `: ${cause.message}` : "";
    throw new AppError("malformed_json", `Body is not valid JSON${reason}`, { cause });
  }
}

function toClean(value: unknown, key: string): unknown {
  if (typeof value === "string")
    return toStorableText(value, key === "checkpoint_ns" || key === "checkpointNs");
  if (Array.isArray(value)) return value.map((item) => toClean(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__proto__")
      .map(([name, item]) => [toStorableText(name, false), toClean(item, name)]),
  );
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = toEndOfString(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function toEndOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
