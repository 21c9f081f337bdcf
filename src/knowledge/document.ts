import { AppError } from "../domain/errors.ts";
import { toPlainText } from "./plain-text.ts";

export type ContentType = "text/markdown" | "text/plain";

/** A document that can be stored, its text clean. */
export type ReadDocument = { filename: string; contentType: ContentType; tags: string[]; text: string };

const CONTENT_TYPES: ReadonlyMap<string, ContentType> = new Map([
  ["md", "text/markdown"],
  ["markdown", "text/markdown"],
  ["txt", "text/plain"],
  ["text", "text/plain"],
]);
const WORKING_TYPES = ".md, .markdown, .txt and .text";

export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
const MAX_FILENAME_CHARACTERS = 255;
const MAX_TAGS = 20;
const MAX_TAG_CHARACTERS = 60;

/** Throws `validation_failed` or `body_too_large` with words for the person who uploads. */
export function parseDocument(document: {
  filename: string;
  content: string;
  tags?: readonly string[];
}): ReadDocument {
  const filename = toPlainText(document.filename).trim();
  if (filename === "" || filename.length > MAX_FILENAME_CHARACTERS) {
    throw invalid("filename", `A filename has 1 to ${MAX_FILENAME_CHARACTERS} characters.`);
  }
  const extension = /\.([^./\\]+)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const contentType = CONTENT_TYPES.get(extension);
  if (contentType === undefined) {
    const found = extension === "" ? "has no file type" : `is of type .${extension}`;
    throw invalid("filename", `"${filename}" ${found}; the types that work are ${WORKING_TYPES}.`, {
      fix: "Export the document as Markdown or plain text and upload that.",
    });
  }
  if (Buffer.byteLength(document.content) > MAX_DOCUMENT_BYTES) {
    throw new AppError("body_too_large", `"${filename}" is larger than 2 MB of text.`, {
      fix: "Split it into several documents.",
    });
  }
  const text = toPlainText(document.content);
  if (!/[\p{L}\p{N}]/u.test(text)) throw invalid("content", `"${filename}" has no text in it.`);
  return { filename, contentType, tags: readTags(document.tags ?? []), text };
}

function readTags(tags: readonly string[]): string[] {
  const read = [
    ...new Set(tags.map((tag) => toPlainText(tag).trim().toLowerCase()).filter((tag) => tag !== "")),
  ];
  if (read.length > MAX_TAGS) throw invalid("tags", `A document has at most ${MAX_TAGS} tags.`);
  const long = read.find((tag) => tag.length > MAX_TAG_CHARACTERS);
  if (long !== undefined) throw invalid("tags", `A tag has at most ${MAX_TAG_CHARACTERS} characters.`);
  return read;
}

function invalid(path: string, message: string, options: { fix?: string } = {}): AppError {
  return new AppError("validation_failed", message, { ...options, errors: [{ path, message }] });
}
