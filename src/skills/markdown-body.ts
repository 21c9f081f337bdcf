export type BodyLine = { text: string; line: number; isCode: boolean };
export type BodySection = { heading: string; line: number; lines: BodyLine[] };
export type MarkdownBody = { title: string | null; role: string; sections: BodySection[] };

/**
 * The parts of a body: the first level-one heading is the title, what stands before the first further heading of
 * level one or two is the role. Headings of deeper levels stay inside their section, as do those in code fences.
 */
export function readMarkdownBody(body: string, firstLine: number): MarkdownBody {
  let title: string | null = null;
  const role: BodyLine[] = [];
  const sections: BodySection[] = [];
  for (const line of toBodyLines(body, firstLine)) {
    const heading = line.isCode ? null : /^ {0,3}(#{1,2})\s+(.*)$/.exec(line.text);
    const text = (heading?.[2] ?? "")
      .trim()
      .replace(/(^|\s)#+$/, "")
      .trim();
    if (heading?.[1] === "#" && title === null && sections.length === 0) title = text;
    else if (heading) sections.push({ heading: text, line: line.line, lines: [] });
    else (sections.at(-1)?.lines ?? role).push(line);
  }
  return { title: title === "" ? null : title, role: toText(role), sections };
}

export function toText(lines: BodyLine[]): string {
  return lines
    .map((line) => line.text)
    .join("\n")
    .trim();
}

function toBodyLines(body: string, firstLine: number): BodyLine[] {
  let fence: string | null = null;
  return body.split("\n").map((text, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text);
    const wasCode = fence !== null;
    if (mark?.[1] !== undefined) {
      if (fence === null) fence = mark[1];
      else if (mark[1].startsWith(fence) && mark[2]?.trim() === "") fence = null;
    }
    return { text, line: firstLine + index, isCode: wasCode || fence !== null };
  });
}
