/** A pipe table; cells are kept on one line and their pipes escaped. */
function toMarkdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const toLine = (cells: readonly string[]): string => `| ${cells.map(toCellText).join(" | ")} |`;
  return [toLine(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(toLine)].join("\n");
}

/** A table, or a block for each row when a cell has several lines: nobody can read a mail inside a cell. */
export function toRowsText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (!rows.some((row) => row.some((cell) => cell.includes("\n")))) return toMarkdownTable(header, rows);
  const blocks = rows.map((row, index) => {
    const lines = row.map((cell, at) => `- ${header[at] ?? ""}: ${cell.replaceAll("\n", "\n  ")}`.trimEnd());
    return [`### ${index + 1}`, "", ...lines].join("\n");
  });
  return blocks.join("\n\n");
}

export function toBullets(items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\s*\n\s*/g, " ")}`).join("\n");
}

function toCellText(cell: string): string {
  return cell.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
