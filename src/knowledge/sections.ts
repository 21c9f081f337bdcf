import type { ContentType } from "./document.ts";

/** A stretch of text under one heading; `heading` is the path to it, outermost first ("Pricing > Growth"). */
export type Section = { heading: string; body: string };

export type Outline = { title: string | null; sections: Section[] };

const ATX_HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const SETEXT_UNDERLINE = /^ {0,3}(=+|-{2,})[ \t]*$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const MAX_HEADING_CHARACTERS = 200;

/** The sections of a document, in order; plain text is one section without a heading. */
export function toOutline(text: string, contentType: ContentType): Outline {
  if (contentType === "text/plain") return { title: null, sections: [{ heading: "", body: text }] };
  const sections: Section[] = [];
  const path: string[] = [];
  let title: string | null = null;
  let body: string[] = [];
  let fence: string | null = null;

  const close = () => {
    sections.push({ heading: path.filter((part) => part !== "").join(" > "), body: body.join("\n") });
    body = [];
  };
  const open = (level: number, heading: string) => {
    close();
    path.length = Math.min(path.length, level - 1);
    while (path.length < level - 1) path.push("");
    path.push(heading.slice(0, MAX_HEADING_CHARACTERS));
    if (level === 1) title ??= heading.slice(0, MAX_HEADING_CHARACTERS);
  };

  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence)))
      fence = fence === null ? mark : null;
    const heading = fence === null && mark === undefined ? ATX_HEADING.exec(line) : null;
    const underline = fence === null ? SETEXT_UNDERLINE.exec(line) : null;
    const above = body.at(-1);
    if (heading?.[1] !== undefined && heading[2] !== undefined) open(heading[1].length, heading[2]);
    else if (underline?.[1] !== undefined && above !== undefined && isHeadingText(above, body.at(-2))) {
      body.pop();
      open(underline[1].startsWith("=") ? 1 : 2, above.trim());
    } else body.push(line);
  }
  close();
  return { title, sections };
}

/** The line over an underline is a heading only as a paragraph of its own; else it may be a table or a list. */
function isHeadingText(line: string, before: string | undefined): boolean {
  return (
    /^ {0,3}[^\s|>*+-]/.test(line) && !line.includes("|") && (before === undefined || before.trim() === "")
  );
}
