/** A pipe table; cells are kept on one line and their pipes escaped. */
export function toMarkdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const toLine = (cells: readonly string[]): string => `| ${cells.map(toCellText).join(" | ")} |`;
  return [toLine(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(toLine)].join("\n");
}

export function toBullets(items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\s*\n\s*/g, " ")}`).join("\n");
}

function toCellText(cell: string): string {
  return cell.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
