import type { Message, Part } from "@a2a-js/sdk";
import { RequestMalformedError } from "@a2a-js/sdk/errors";
import type { Interrupt } from "../domain/interrupt.ts";
import { toResume } from "../domain/interrupt-words.ts";
import { isRecord, readText } from "../domain/record.ts";
import { type InputSchema, takesMessages } from "../http/conversation/input-schema.ts";

type Json = Record<string, unknown>;

/**
 * What a message asks of a graph: its data merged, and its text and files as a message of the person. Throws
 * RequestMalformedError when the graph takes no messages.
 */
export function toRunInput(message: Message, inputSchema: InputSchema): Json {
  const { data, content } = toContents(message);
  if (content === null) return data;
  if (!takesMessages(inputSchema))
    throw new RequestMalformedError("This agent takes no text and no files; send a data part");
  return { ...data, messages: [{ type: "human", id: message.messageId, content }] };
}

/**
 * What a message answers to the questions that wait: `{"resume": [{id, value}]}` several of them, other data the one,
 * and text all of them. Throws RequestMalformedError for an answer to something else.
 */
export function toAnswer(message: Message, waiting: readonly Interrupt[]): unknown {
  const { data, content } = toContents(message);
  const { resume, ...rest } = data;
  if (Array.isArray(resume)) return toAnswers(resume, waiting);
  if (Object.keys(data).length > 0) return resume === undefined ? rest : resume;
  const text = typeof content === "string" ? content : "";
  return toResume(
    waiting,
    waiting.map(() => text),
  );
}

function toAnswers(resume: readonly unknown[], waiting: readonly Interrupt[]): Json {
  const ids = new Set(waiting.map(({ id }) => id));
  const answers = resume.map((each) => ({
    id: readText(each, "id") ?? "",
    value: isRecord(each) ? each["value"] : undefined,
  }));
  const stranger = answers.find(({ id }) => !ids.has(id));
  if (stranger !== undefined)
    throw new RequestMalformedError(`resume: nothing with the id "${stranger.id}" waits for an answer`);
  return Object.fromEntries(answers.map(({ id, value }) => [id, value]));
}

/** `content`: a plain text, or blocks as soon as there is a file; null when there is neither. */
function toContents({ parts }: Message): { data: Json; content: string | object[] | null } {
  if (parts.length === 0) throw new RequestMalformedError("message.parts: there is nothing in this message");
  const data: Json = {};
  const blocks: { type: string; text?: string }[] = [];
  for (const part of parts) {
    const value: unknown = part.content?.$case === "data" ? part.content.value : undefined;
    if (isRecord(value)) Object.assign(data, value);
    else blocks.push(toBlock(part));
  }
  const isText = blocks.every(({ type }) => type === "text");
  const content = isText ? blocks.map(({ text }) => text).join("\n") : blocks;
  return { data, content: blocks.length === 0 ? null : content };
}

function toBlock({ content, mediaType, filename }: Part): { type: string; text?: string } {
  switch (content?.$case) {
    case "text":
      return { type: "text", text: content.value };
    case "raw":
      return { ...toFile(mediaType, filename), data: content.value.toString("base64") } as { type: string };
    case "url":
      return { ...toFile(mediaType, filename), url: content.value } as { type: string };
    case "data":
      return { type: "text", text: JSON.stringify(content.value) };
    default:
      throw new RequestMalformedError("message.parts: a part is text, raw, url or data");
  }
}

const MEDIA = new Set(["image", "audio", "video"]);

/** A block as LangChain has them for every provider. */
function toFile(mediaType: string, filename: string): { type: string; mimeType?: string; metadata?: object } {
  const kind = mediaType.split("/")[0] ?? "";
  return {
    type: MEDIA.has(kind) ? kind : "file",
    ...(mediaType === "" ? {} : { mimeType: mediaType }),
    ...(filename === "" ? {} : { metadata: { filename } }),
  };
}
