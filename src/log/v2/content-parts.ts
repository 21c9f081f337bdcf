import { z } from "zod";

type Json = Record<string, unknown>;

/** A piece of a message, whatever form its provider gave it. `key` names its block when the provider numbers blocks. */
export type ContentPart =
  | { kind: "text" | "reasoning"; key: string | null; text: string; rest: Json }
  | { kind: "tool"; key: string | null; id: string | null; name: string | null; args: string }
  | { kind: "other"; key: string | null; block: Json };

const Text = z.string().catch("");
const Blocks = z.array(z.record(z.string(), z.unknown())).catch([]);
const ToolChunks = z
  .array(
    z.object({
      index: z.union([z.number(), z.string()]).nullish(),
      id: z.string().nullish().catch(null),
      name: z.string().nullish().catch(null),
      args: z.string().nullish().catch(null),
    }),
  )
  .catch([]);
const ToolCalls = z
  .array(z.object({ id: z.string().nullish(), name: z.string(), args: z.unknown() }))
  .catch([]);

/** The same call of a tool stands in other fields of the message too, there in one form for all providers. */
const TOOL_BLOCKS = new Set(["tool_use", "tool_call", "tool_call_chunk", "input_json_delta"]);

/** A piece of a streamed message, in the order in which clients are to see its parts. */
export function toChunkParts(message: Json): ContentPart[] {
  const calls = ToolChunks.parse(message["tool_call_chunks"]);
  return [
    ...toContentParts(message),
    ...calls.map(({ index, id, name, args }): ContentPart => {
      const key = index === null || index === undefined ? null : `tool ${index}`;
      return { kind: "tool", key, id: id ?? null, name: name ?? null, args: args ?? "" };
    }),
  ];
}

/** All parts of a message that came as a whole. */
export function toMessageParts(message: Json): ContentPart[] {
  const calls = ToolCalls.parse(message["tool_calls"]);
  return [
    ...toContentParts(message),
    ...calls.map(({ id, name, args }, index): ContentPart => {
      return { kind: "tool", key: `tool ${index}`, id: id ?? null, name, args: JSON.stringify(args ?? {}) };
    }),
  ];
}

function toContentParts({ content, additional_kwargs: extra }: Json): ContentPart[] {
  const reasoning =
    typeof extra === "object" && extra !== null && "reasoning_content" in extra
      ? Text.parse(extra.reasoning_content)
      : "";
  const thought = toTextPart("reasoning", null, reasoning, {});
  if (typeof content === "string") return [...thought, ...toTextPart("text", null, content, {})];
  return [...thought, ...Blocks.parse(content).flatMap(toBlockPart)];
}

function toBlockPart(block: Json): ContentPart[] {
  const { index, ...rest } = block;
  const type = String(rest["type"]);
  const isNumbered = typeof index === "number" || typeof index === "string";
  const key = isNumbered ? `${type} ${index}` : null;
  if (TOOL_BLOCKS.has(type)) return [];
  if (type === "text") {
    const { type: _, text, ...more } = rest;
    return toTextPart("text", key, Text.parse(text), more);
  }
  if (type === "reasoning" || type === "thinking") {
    const { type: _, reasoning, thinking, ...more } = rest;
    return toTextPart("reasoning", key, Text.parse(reasoning ?? thinking), more);
  }
  return [{ kind: "other", key, block: rest }];
}

function toTextPart(kind: "text" | "reasoning", key: string | null, text: string, rest: Json): ContentPart[] {
  return text === "" && Object.keys(rest).length === 0 ? [] : [{ kind, key, text, rest }];
}
