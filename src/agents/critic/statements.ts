/** A piece of an answer that says one thing; `context` is the heading and the column under which it stands. */
export type Statement = { text: string; context: string; start: number };

/** Sentences of prose, items of lists and cells of tables. */
export function toStatements(markdown: string): Statement[] {
  const statements: Statement[] = [];
  let heading = "";
  let columns: string[] = [];
  let start = 0;
  for (const line of markdown.split("\n")) {
    const title = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (title !== undefined) [heading, columns] = [title, []];
    else if (isRow(line)) {
      const cells = splitRow(line);
      // The first row of a table names its columns.
      if (columns.length === 0) columns = cells.map((cell) => cell.text.trim());
      else
        statements.push(
          ...cells.map((cell, index) => ({
            text: cell.text,
            context: `${heading} ${columns[index] ?? ""}`,
            start: start + cell.start,
          })),
        );
    } else {
      columns = [];
      statements.push(
        ...splitSentences(line).map((part) => ({
          text: part.text,
          context: heading,
          start: start + part.start,
        })),
      );
    }
    start += line.length + 1;
  }
  return statements.filter((statement) => /\p{N}/u.test(statement.text));
}

function isRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

type Piece = { text: string; start: number };

function splitRow(line: string): Piece[] {
  return [...line.matchAll(/(?<=\|)(?:\\.|[^|\\])*(?=\|)/g)].map((match) => ({
    text: match[0],
    start: match.index,
  }));
}

function splitSentences(line: string): Piece[] {
  return [...line.matchAll(/.+?(?:[.!?।](?=\s|$)|$)/gu)].map((match) => ({
    text: match[0],
    start: match.index,
  }));
}
