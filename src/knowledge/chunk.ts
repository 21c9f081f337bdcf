import { AppError } from "../domain/errors.ts";
import type { ReadDocument } from "./document.ts";
import { toOutline, type Section } from "./sections.ts";
import { splitText } from "./split-text.ts";

/** A passage of a document before it is stored. */
export type Chunk = { heading: string; text: string };

const MAX_CHUNKS = 6_000;

/** A document's title (its first heading of level one, else its filename) and its passages in order. */
export function toChunks(document: ReadDocument): { title: string; chunks: Chunk[] } {
  const { title, sections } = toOutline(document.text, document.contentType);
  const chunks = sections.flatMap(toSectionChunks);
  const headings = sections.map(({ heading }) => heading).filter((heading) => heading !== "");
  // A document of headings alone is still worth finding.
  if (chunks.length === 0)
    chunks.push(...splitText(headings.join("\n")).map((text) => ({ heading: "", text })));
  if (chunks.length > MAX_CHUNKS) {
    throw new AppError(
      "validation_failed",
      `"${document.filename}" falls into more than ${MAX_CHUNKS} passages.`,
      {
        fix: "Split it into several documents, or use fewer headings.",
      },
    );
  }
  return { title: title === null || title === "" ? toTitle(document.filename) : title, chunks };
}

function toSectionChunks({ heading, body }: Section): Chunk[] {
  return splitText(body)
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ heading, text }));
}

function toTitle(filename: string): string {
  return (filename.split(/[/\\]/).at(-1) ?? filename).replace(/\.[^.]+$/, "");
}
