import { isRecord } from "../domain/record.ts";
import type { Thread } from "../domain/thread.ts";

const MOST_CHARACTERS = 80;
const CHARACTERS = new Intl.Segmenter();
/** More than enough code units for the characters that are shown, and few enough to be looked at for every row. */
const MOST_LOOKED_AT = 1_000;

/** As SQL, of a `values` column: the message that `findFirstHuman` finds, without fetching the others. */
export const FIRST_HUMAN = `jsonb_path_query_first(values, '$.messages[*] ? (@.type == "human" || @.role == "user")')`;

/** What a list of conversations shows: the name that was given, else how the conversation begins. */
export function toTitle(metadata: Thread["metadata"], firstHuman: unknown): string | null {
  const { title } = metadata;
  if (typeof title === "string" && title.trim() !== "") return title;
  const text = toText(isRecord(firstHuman) ? firstHuman["content"] : null);
  return text === "" ? null : shorten(text);
}

export function findFirstHuman(values: Thread["values"]): unknown {
  const messages: unknown = values?.["messages"];
  if (!Array.isArray(messages)) return null;
  return messages.find(
    (message) => isRecord(message) && (message["type"] === "human" || message["role"] === "user"),
  );
}

/** The text of a message, whose content is text or a list of blocks, on one line. */
function toText(content: unknown): string {
  const blocks = Array.isArray(content) ? content : [content];
  const texts = blocks.map((block) => (isRecord(block) && block["type"] === "text" ? block["text"] : block));
  return texts
    .filter((text) => typeof text === "string")
    .map((text) => text.slice(0, MOST_LOOKED_AT))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Characters as people see them: no letter loses its vowel sign. */
function shorten(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const seen: number[] = [];
  for (const { index } of CHARACTERS.segment(text.slice(0, MOST_LOOKED_AT))) {
    seen.push(index);
    if (seen.length > MOST_CHARACTERS) break;
  }
  if (seen.length <= MOST_CHARACTERS) return text.slice(0, MOST_LOOKED_AT);
  return `${text.slice(0, seen[MOST_CHARACTERS - 1]).trimEnd()}…`;
}
