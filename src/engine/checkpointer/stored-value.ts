import type { SerializerProtocol } from "@langchain/langgraph-checkpoint";

/** A serialised value as it stands in a text column: JSON as it is, bytes as base64. */
export type StoredValue = { type: string; value: string };

const decoder = new TextDecoder();

/** JSON text never holds U+0000 itself, so that any string survives; text also travels cheaper than bytea. */
export async function toStoredValue(serde: SerializerProtocol, value: unknown): Promise<StoredValue> {
  const [type, bytes] = await serde.dumpsTyped(value);
  return { type, value: type === "json" ? decoder.decode(bytes) : Buffer.from(bytes).toString("base64") };
}

export async function fromStoredValue(serde: SerializerProtocol, stored: StoredValue): Promise<unknown> {
  const { type, value } = stored;
  return type === "json"
    ? fromStoredJson(serde, value)
    : serde.loadsTyped(type, Uint8Array.from(Buffer.from(value, "base64")));
}

/**
 * An object that looks like one of LangChain's and is none (a client may send anything) stays what it is: it must not
 * make its thread unreadable for ever.
 */
export async function fromStoredJson(serde: SerializerProtocol, json: string): Promise<unknown> {
  try {
    return await serde.loadsTyped("json", json);
  } catch {
    return serde.loadsTyped("json", JSON.stringify(JSON.parse(json, toInert)));
  }
}

const MESSAGE = /^(langchain_core,messages|langchain,schema,messages?|langchain_core,messages,.*),\w+$/;

function toInert(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("lc" in value) || value.lc !== 1) return value;
  const id: unknown = "id" in value ? value.id : null;
  return Array.isArray(id) && MESSAGE.test(id.join(",")) ? value : { ...value, lc: "1" };
}
