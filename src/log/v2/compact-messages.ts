const TYPES = new Set(["human", "ai", "tool", "system", "function", "developer", "remove"]);
const KEPT = ["type", "content", "id", "name", "tool_calls", "tool_call_id", "status", "response_metadata"];
const MAX_DEPTH = 200;

type Json = Record<string, unknown>;

/** The same value with every message in it reduced to what clients draw (PROTOCOL 5.6). Shares what needs no change. */
export function compactMessages(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return compactList(value, depth);
  const object = value as Json;
  if (isMessage(object)) return toCompact(object);
  let copy: Json | null = null;
  for (const [key, item] of Object.entries(object)) {
    const compact = compactMessages(item, depth + 1);
    if (compact === item) continue;
    copy ??= { ...object };
    copy[key] = compact;
  }
  return copy ?? object;
}

function compactList(list: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | null = null;
  for (const [index, item] of list.entries()) {
    const compact = compactMessages(item, depth + 1);
    if (compact === item) continue;
    copy ??= [...list];
    copy[index] = compact;
  }
  return copy ?? list;
}

/** The fields that every message has when it is written out, so that no other object is taken for one. */
function isMessage(object: Json): boolean {
  return (
    typeof object["type"] === "string" &&
    TYPES.has(object["type"]) &&
    "content" in object &&
    ("additional_kwargs" in object || "response_metadata" in object)
  );
}

function toCompact(message: Json): Json {
  const kept: Json = {};
  for (const key of KEPT) {
    const value = message[key];
    if (key === "content" || !isEmpty(value)) kept[key] = value;
  }
  return kept;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
