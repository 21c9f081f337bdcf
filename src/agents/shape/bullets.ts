export type Bullet = { lines: string[] };

const MARKER = /^(?:[-*•+–]|\d{1,3}[.)])\s+/;

/** Top-level list items with what belongs to them: indented lines, one step of indentation removed. */
export function splitBullets(lines: readonly string[]): { bullets: Bullet[]; before: string[] } {
  const bullets: Bullet[] = [];
  const before: string[] = [];
  for (const line of lines) {
    const open = bullets.at(-1);
    if (MARKER.test(line)) bullets.push({ lines: [line.replace(MARKER, "")] });
    else if (open === undefined) before.push(line);
    else open.lines.push(line.replace(/^ {1,2}|^\t/, ""));
  }
  return { bullets: bullets.map(withoutEmptyEnd), before };
}

/** A text as one list item; further lines are indented so that they stay inside. */
export function toBullet(text: string): string {
  return `- ${text
    .split("\n")
    .map((line, index) => (index === 0 || line === "" ? line : `  ${line}`))
    .join("\n")}`;
}

function withoutEmptyEnd(bullet: Bullet): Bullet {
  const lines = [...bullet.lines];
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  return { lines };
}
