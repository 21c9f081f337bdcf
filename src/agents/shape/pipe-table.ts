import { fromCell } from "./cell-text.ts";

export type PipeTable = { header: string[]; rows: string[][] };

/** The first pipe table among some lines. */
export function findTable(lines: readonly string[]): PipeTable | null {
  const start = lines.findIndex((line, index) => line.includes("|") && isDelimiter(lines[index + 1] ?? ""));
  if (start === -1) return null;
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.includes("|")) break;
    if (!isDelimiter(line)) rows.push(toCells(line));
  }
  return { header: toCells(lines[start] ?? ""), rows };
}

/** A row as text; the cells must be escaped already. */
export function toTableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function isDelimiter(line: string): boolean {
  return line.includes("-") && line.includes("|") && /^[\s|:-]+$/.test(line);
}

/** Walks the row once, because a pipe after an escaped backslash does end its cell. */
function toCells(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  const inner = line.trim().replace(/^\|/, "");
  for (let index = 0; index < inner.length; index++) {
    const sign = inner[index] ?? "";
    if (sign === "\\" && index + 1 < inner.length) cell += sign + (inner[++index] ?? "");
    else if (sign === "|") {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
  if (cell.trim() !== "") cells.push(cell);
  return cells.map((text) => fromCell(text.trim()));
}
