/** Ends of words that look like the end of a sentence and are not. */
const ABBREVIATION = /(?:^|[\s(])(?:rs|no|nos|e\.g|i\.e|mr|mrs|ms|dr|vs|approx|st|etc|inc|ltd|pvt|[a-z])\.$/i;

const LONGEST = 400;

/** Sentences of plain or Markdown text: list marks, heading marks and emphasis are dropped, table rules too. */
export function splitSentences(text: string): string[] {
  return text.split(/\n+/).flatMap((line) => splitLine(toPlainText(line)));
}

/** One line of Markdown as plain text. */
export function toPlainText(line: string): string {
  const unmarked = line
    .replace(/^\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+|>\s*)/, "")
    .replace(/\*\*|__|`/g, "")
    .trim();
  if (/^\|?[\s:|-]+\|?$/.test(unmarked)) return "";
  return unmarked.startsWith("|")
    ? unmarked
        .replace(/^\||\|$/g, "")
        .split("|")
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(", ")
    : unmarked;
}

function splitLine(line: string): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const part of line.split(/(?<=[.!?।]["”')\]]?)\s+/u)) {
    open = open === "" ? part : `${open} ${part}`;
    if (ABBREVIATION.test(open)) continue;
    sentences.push(open);
    open = "";
  }
  if (open !== "") sentences.push(open);
  return sentences.filter((sentence) => sentence !== "").map((sentence) => cutAtWord(sentence, LONGEST));
}

/** As many whole parts as fit into a number of characters; a single longer one is cut at a word. */
export function fitSentences(sentences: readonly string[], characters: number, separator = " "): string {
  let fitted = "";
  for (const sentence of sentences) {
    const longer = fitted === "" ? sentence : `${fitted}${separator}${sentence}`;
    if (longer.length <= characters) fitted = longer;
  }
  return fitted === "" ? cutAtWord(sentences[0] ?? "", characters) : fitted;
}

export function cutAtWord(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const cut = text.slice(0, Math.max(0, characters - 1));
  const end = cut.lastIndexOf(" ");
  return `${(end > characters / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
}
