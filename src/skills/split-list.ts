const OPENERS = "({[";
const CLOSERS = ")}]";

/** Cuts at commas that stand outside every bracket; undefined when brackets do not match. */
export function splitList(text: string): string[] | undefined {
  const parts: string[] = [];
  const open: string[] = [];
  let part = "";
  for (const character of text) {
    if (character === "," && open.length === 0) {
      parts.push(part.trim());
      part = "";
      continue;
    }
    if (OPENERS.includes(character)) open.push(CLOSERS[OPENERS.indexOf(character)] ?? "");
    else if (CLOSERS.includes(character) && open.pop() !== character) return undefined;
    part += character;
  }
  return open.length === 0 ? [...parts, part.trim()] : undefined;
}
