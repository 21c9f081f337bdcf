import type { NewId } from "../domain/ids.ts";
import { type ChatMessage, type ContentPart, toInvalid } from "./chat-request.ts";

type InputMessage = { type: "system" | "human" | "ai"; id: string; content: string | object[] };

/** Messages of this protocol as the graph's; results of tools belong to tools that only the client knows. */
export function toInput(messages: readonly ChatMessage[], newId: NewId): { messages: InputMessage[] } {
  return {
    messages: messages.map((message) => toInputMessage(message, newId)).filter((each) => each !== null),
  };
}

/** What the person said since the last answer. Refuses a conversation that ends with the answer. */
export function listNewest(messages: readonly ChatMessage[]): ChatMessage[] {
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  const newest = messages.slice(last + 1).filter(({ role }) => role === "user");
  if (newest.length > 0) return newest;
  throw toInvalid("messages", "the last one is not the user's", "End with a message of the role user.");
}

export function toPlainText({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => (part.type === "text" ? part.text : "")).join("\n");
}

function toInputMessage(message: ChatMessage, newId: NewId): InputMessage | null {
  const type = TYPES[message.role];
  const content = toContent(message.content ?? "");
  return type === null || content.length === 0 ? null : { type, id: newId(), content };
}

const TYPES: Record<ChatMessage["role"], InputMessage["type"] | null> = {
  system: "system",
  developer: "system",
  user: "human",
  assistant: "ai",
  tool: null,
  function: null,
};

function toContent(content: string | ContentPart[]): string | object[] {
  if (typeof content === "string") return content;
  if (content.every((part) => part.type === "text")) return content.map(({ text }) => text).join("\n");
  return content.filter((part) => part.type !== "refusal");
}
