import type { BodyLine } from "./markdown-body.ts";

export type TableRow = { line: number; cells: string[] };
export type MarkdownTable = { line: number; header: string[]; rows: TableRow[] };

/** The pipe tables among some lines, and the lines that belong to none. */
export function splitTables(lines: BodyLine[]): { tables: MarkdownTable[]; rest: BodyLine[] } {
  const tables: MarkdownTable[] = [];
  const rest: BodyLine[] = [];
  let open: MarkdownTable | null = null;
  for (const [index, line] of lines.entries()) {
    const isRow = !line.isCode && line.text.includes("|");
    if (open !== null && isRow) {
      if (!isDelimiter(line.text) || line.line > open.line + 1) open.rows.push(toRow(line));
      continue;
    }
    open = null;
    const next = lines[index + 1];
    if (isRow && next !== undefined && !next.isCode && isDelimiter(next.text)) {
      open = { line: line.line, header: toRow(line).cells, rows: [] };
      tables.push(open);
    } else rest.push(line);
  }
  return { tables, rest };
}

function isDelimiter(text: string): boolean {
  return text.includes("|") && text.includes("-") && /^[\s|:-]+$/.test(text);
}

/** Cells as GitHub reads them: `\|` is a pipe inside a cell, backticks around a whole cell are dropped. */
function toRow(line: BodyLine): TableRow {
  const inner = line.text
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  const cells = inner.split(/(?<!\\)\|/).map((cell) =>
    cell
      .replaceAll("\\|", "|")
      .trim()
      .replace(/^`([^`]*)`$/, "$1"),
  );
  return { line: line.line, cells };
}
