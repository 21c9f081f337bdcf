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
  return serde.loadsTyped(type, type === "json" ? value : Uint8Array.from(Buffer.from(value, "base64")));
}
