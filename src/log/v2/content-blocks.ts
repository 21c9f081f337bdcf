import type { ContentPart } from "./content-parts.ts";

type Json = Record<string, unknown>;
type BlockEvent =
  | { event: "content-block-start"; index: number; content: Json }
  | { event: "content-block-delta"; index: number; delta: Json }
  | { event: "content-block-finish"; index: number; content: Json };

type Block = { index: number; kind: ContentPart["kind"]; key: string | null; content: Json };

/**
 * The content of one message as blocks, one after the other: a block is finished before the next begins. Should a
 * provider come back to one that is finished, its new content is told once more at the end.
 */
export function createContentBlocks() {
  const blocks: Block[] = [];
  const late = new Set<Block>();
  let current: Block | null = null;

  function findFor(part: ContentPart): Block | undefined {
    if (part.key !== null) return blocks.find(({ kind, key }) => kind === part.kind && key === part.key);
    // Without a number a part goes on with what stands last, unless it begins something.
    if (current?.kind !== part.kind || part.kind === "other") return undefined;
    return part.kind === "tool" && (part.id !== null || part.name !== null) ? undefined : current;
  }
  function finishCurrent(): BlockEvent[] {
    if (current === null) return [];
    const { index, content } = current;
    current = null;
    return [{ event: "content-block-finish", index, content: toFinished(content) }];
  }
  function begin(part: ContentPart): { block: Block; events: BlockEvent[] } {
    const events = finishCurrent();
    const block: Block = {
      index: blocks.length,
      kind: part.kind,
      key: part.key,
      content: toFirstContent(part),
    };
    blocks.push(block);
    current = block;
    events.push({ event: "content-block-start", index: block.index, content: { ...block.content } });
    return { block, events };
  }

  return {
    /** Whether a tool is called in it. */
    hasToolCall: () => blocks.some(({ kind }) => kind === "tool"),
    add(part: ContentPart): BlockEvent[] {
      const known = findFor(part);
      const { block, events } = known === undefined ? begin(part) : { block: known, events: [] };
      if (part.kind === "other") {
        if (known !== undefined) events.push(...addOther(block, part.block));
      } else {
        events.push(...(part.kind === "tool" ? addToTool(block, part) : addText(block, part)));
      }
      if (block !== current) late.add(block);
      return events;
    },
    finish(): BlockEvent[] {
      const events = finishCurrent();
      for (const { index, content } of late) {
        events.push({ event: "content-block-finish", index, content: toFinished(content) });
      }
      late.clear();
      return events;
    },
  };
}

function toFirstContent(part: ContentPart): Json {
  switch (part.kind) {
    case "text":
      return { type: "text", text: "" };
    case "reasoning":
      return { type: "reasoning", reasoning: "" };
    case "tool":
      return {
        type: "tool_call_chunk",
        ...(part.id === null ? {} : { id: part.id }),
        ...(part.name === null ? {} : { name: part.name }),
        args: "",
      };
    case "other":
      return part.block;
  }
}

function addText(
  block: Block,
  { kind, text, rest }: Extract<ContentPart, { kind: "text" | "reasoning" }>,
): BlockEvent[] {
  const { index } = block;
  const events: BlockEvent[] = [];
  if (text !== "") {
    block.content = { ...block.content, [kind]: `${String(block.content[kind])}${text}` };
    const delta =
      kind === "text" ? { type: "text-delta", text } : { type: "reasoning-delta", reasoning: text };
    events.push({ event: "content-block-delta", index, delta });
  }
  if (Object.keys(rest).length > 0) {
    block.content = { ...block.content, ...rest };
    const delta = { type: "block-delta", fields: { type: kind, ...rest } };
    events.push({ event: "content-block-delta", index, delta });
  }
  return events;
}

/** Clients lay the fields over what they have, so the arguments are told as far as they are known. */
function addToTool(block: Block, { id, name, args }: Extract<ContentPart, { kind: "tool" }>): BlockEvent[] {
  block.content = {
    ...block.content,
    ...(id === null ? {} : { id }),
    ...(name === null ? {} : { name }),
    args: `${String(block.content["args"])}${args}`,
  };
  return [
    {
      event: "content-block-delta",
      index: block.index,
      delta: { type: "block-delta", fields: block.content },
    },
  ];
}

function addOther(block: Block, more: Json): BlockEvent[] {
  const { index } = block;
  const { data, ...fields } = more;
  const events: BlockEvent[] = [];
  const known = block.content["data"];
  block.content = { ...block.content, ...fields };
  if (typeof data === "string") {
    block.content["data"] = `${typeof known === "string" ? known : ""}${data}`;
    events.push({
      event: "content-block-delta",
      index,
      delta: { type: "data-delta", data, encoding: "base64" },
    });
  }
  if (Object.keys(fields).some((key) => key !== "type"))
    events.push({ event: "content-block-delta", index, delta: { type: "block-delta", fields } });
  return events;
}

function toFinished(content: Json): Json {
  if (content["type"] !== "tool_call_chunk") return content;
  const { id = null, name = null } = content;
  const text = String(content["args"]);
  try {
    const args: unknown = text === "" ? {} : JSON.parse(text);
    if (typeof args === "object" && args !== null) return { type: "tool_call", id, name, args };
  } catch {
    // Told below.
  }
  const error = "The arguments are not a JSON object";
  return { type: "invalid_tool_call", id, name, args: text, error };
}
