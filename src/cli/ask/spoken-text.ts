import { isRecord, readText } from "../../domain/record.ts";

/** Picks the text to show out of message events, of which several may be written at once. */
export type SpokenText = {
  /** The part of a `messages` event that goes to the terminal now. */
  take(data: unknown): string;
  /** The graph went one step on: another message may be shown from here. */
  step(): void;
  /** The run goes on at an earlier step: what it says from here is told again. */
  restart(): void;
  /** True when all of `text` has been shown, whatever the white space. */
  hasShown(text: string): boolean;
};

/**
 * One message is shown as it grows; what parallel steps write meanwhile is left out here, because it would be
 * mixed into it word by word. The final answer holds it.
 */
export function createSpokenText(): SpokenText {
  let current: string | null = null;
  let mayChange = true;
  let shown = "";
  /** What was not shown from its first word on is not shown from the middle on either. */
  const leftOut = new Set<string>();
  const toPlain = (text: string): string => text.replace(/\s+/g, " ").trim();
  const hasShown = (text: string): boolean => toPlain(shown).includes(toPlain(text));

  return {
    hasShown,
    step() {
      mayChange = true;
    },
    restart() {
      current = null;
      mayChange = true;
    },
    take(data) {
      const message = toMessage(data);
      if (message === null || message.text === "") return "";
      if (message.whole) return takeWhole(message);
      if (message.id !== current && (!mayChange || leftOut.has(message.id))) {
        leftOut.add(message.id);
        return "";
      }
      const separator = message.id === current ? "" : toSeparator();
      current = message.id;
      mayChange = false;
      shown += separator + message.text;
      return separator + message.text;
    },
  };

  /** An empty line between two messages. */
  function toSeparator(): string {
    if (current === null) return "";
    return shown.endsWith("\n") ? "\n" : "\n\n";
  }

  function takeWhole({ id, text }: Message): string {
    if (hasShown(text)) return "";
    const separator = toSeparator();
    current = id;
    shown += separator + text;
    return separator + text;
  }
}

type Message = { id: string; text: string; whole: boolean };

/**
 * An event is `[message, metadata]`; only what a model or the graph says is shown. Tool results are not, nor the
 * questions that the graph adds to the conversation once they are answered: the person has read those.
 */
function toMessage(data: unknown): Message | null {
  const message: unknown = Array.isArray(data) ? data[0] : undefined;
  if (!isRecord(message) || !isSpoken(message["type"])) return null;
  const marks = message["additional_kwargs"];
  if (isRecord(marks) && marks["question"] === true) return null;
  const id = readText(message, "id") ?? "";
  // On the wire a piece of a message has the type of a whole one; only pieces have room for pieces of tool calls.
  const whole = message["type"] === "ai" && !Array.isArray(message["tool_call_chunks"]);
  return { id, text: toContentText(message["content"]), whole };
}

function isSpoken(type: unknown): boolean {
  return type === "ai" || type === "AIMessageChunk";
}

function toContentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part) => readText(part, "text") ?? "").join("");
}
