/** A text inside one cell of a pipe table: line ends are `<br>`, what would end the cell is escaped. */
export function toCell(text: string): string {
  return text.replace(/[\\|<]/g, (sign) => (sign === "<" ? "\\<" : `\\${sign}`)).replaceAll("\n", "<br>");
}

export function fromCell(cell: string): string {
  return cell.replace(/\\([\\|<])|<br\s*\/?>/gi, (whole: string, escaped: string | undefined) =>
    escaped === undefined && whole.startsWith("<") ? "\n" : (escaped ?? whole),
  );
}

/** Several texts in one cell, separated by semicolons; the last one ends the list so that commas stay inside. */
export function toCellList(texts: readonly string[]): string {
  const joined = texts.map((text) => text.replace(/[\\;]/g, (sign) => `\\${sign}`)).join("; ");
  return texts.length === 1 && /[,;]/.test(joined) ? `${joined};` : joined;
}

export function fromCellList(text: string): string[] {
  const items = split(text, /(?<!\\)(?:\\\\)*;|\n/);
  const parts = items.length > 1 ? items : split(text, /,\s+/);
  return parts
    .map((part) => part.replace(/^[-•*]\s+/, "").replace(/\\([\\;])/g, "$1"))
    .filter((part) => part !== "");
}

function split(text: string, at: RegExp): string[] {
  return text.split(at).map((part) => part.trim());
}
