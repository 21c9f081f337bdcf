import { isRecord, readText } from "../../domain/record.ts";

/** Picks what a graph says to a person out of its stream, without anything that it says to itself. */
export type SpokenAnswer = {
  /** The part of a `messages` event of the graph's own nodes that is told now. */
  takeMessage(data: unknown): string;
  /** A state of the graph: what stands in the conversation and was not told as it was written. */
  takeState(state: Record<string, unknown>): string;
  /** The run goes on elsewhere; what it was in the middle of is written again. */
  restart(): void;
};

/** Tokens are told as they come, one message at a time. `knownIds`: messages that were there before. */
export function createSpokenAnswer({ knownIds }: { knownIds: ReadonlySet<string> }): SpokenAnswer {
  const told = new Map<string, string>();
  /** What was not told from its first word on is not told from the middle on either. */
  const leftOut = new Set<string>();
  let current: string | null = null;
  let mayChange = true;

  function tell(id: string, text: string): string {
    const separator = id === current || told.size === 0 ? "" : "\n\n";
    told.set(id, (told.get(id) ?? "") + text);
    current = id;
    return separator + text;
  }

  function isTold(text: string): boolean {
    return [...told.values()].some((other) => other.trim() === text.trim());
  }

  return {
    restart() {
      for (const id of told.keys()) leftOut.add(id);
      mayChange = true;
    },
    takeMessage(data) {
      const message = toSpoken(Array.isArray(data) ? data[0] : undefined);
      if (message === null || knownIds.has(message.id)) return "";
      const { id, text, isWhole } = message;
      if (isWhole) return told.has(id) || isTold(text) ? "" : tell(id, text);
      if (id === current && !leftOut.has(id)) return tell(id, text);
      if (!mayChange || leftOut.has(id) || told.has(id)) {
        leftOut.add(id);
        return "";
      }
      mayChange = false;
      return tell(id, text);
    },
    takeState({ messages }) {
      mayChange = true;
      let news = "";
      for (const each of Array.isArray(messages) ? messages : []) {
        const message = toSpoken(each);
        if (message === null || knownIds.has(message.id)) continue;
        const { id, text } = message;
        const before = told.get(id);
        if (before === undefined) news += isTold(text) ? "" : tell(id, text);
        else if (id === current && text.startsWith(before)) news += tell(id, text.slice(before.length));
      }
      return news;
    },
  };
}

/** Joins the texts of a message's content; other blocks are not for reading. */
export function toContentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => (typeof part === "string" ? part : (readText(part, "text") ?? ""))).join("");
}

/** Whether a message only repeats a question that was asked by an interrupt. */
export function isQuestionMark({ additional_kwargs: marks }: Record<string, unknown>): boolean {
  return isRecord(marks) && marks["question"] === true;
}

/** null for what no person is meant to read: tool results, empty messages, questions that were read when asked. */
function toSpoken(message: unknown): { id: string; text: string; isWhole: boolean } | null {
  if (!isRecord(message)) return null;
  const type = message["type"];
  if (type !== "ai" && type !== "AIMessageChunk") return null;
  if (isQuestionMark(message)) return null;
  const text = toContentText(message["content"]);
  if (text === "") return null;
  // A piece of a message has the type of a whole one on the wire; only pieces have room for pieces of tool calls.
  const isWhole = type === "ai" && !Array.isArray(message["tool_call_chunks"]);
  return { id: readText(message, "id") ?? "", text, isWhole };
}
