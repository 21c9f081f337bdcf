import { findFigures, isSame } from "./figures.ts";
import type { KnownFigures } from "./known-figures.ts";

const TOTAL = /^\W*(?:total|sum|all|कुल|kul|grand total)\b/iu;

/**
 * Parts of a whole: the figures of a column, or of the items of a list, that add up to a known number or to 100 %.
 * A budget's split is a plan, so its parts need no source.
 */
export function findSharedOut(text: string, known: KnownFigures): number[] {
  return [...toColumns(text), ...toLists(text)].flatMap((group) => {
    const sum = group.reduce((total, value) => total + value, 0);
    const isWhole = group.length > 1 && (isSame(sum, 100) || known.given.some((whole) => isSame(sum, whole)));
    return isWhole ? [...group, sum] : [];
  });
}

function toColumns(text: string): number[][] {
  const groups: number[][] = [];
  let rows: string[][] = [];
  for (const line of [...text.split("\n"), ""]) {
    if (/^\s*\|.*\|\s*$/.test(line)) {
      rows.push(line.split(/(?<!\\)\|/).slice(1, -1));
      continue;
    }
    const body = rows.slice(1).filter((row) => !TOTAL.test(row[0] ?? ""));
    const width = Math.max(0, ...body.map((row) => row.length));
    for (let column = 0; column < width; column++) {
      const cells = body.map((row) => findFigures(row[column] ?? ""));
      groups.push(cells.flatMap((figures) => figures.slice(0, 1).map((figure) => figure.value)));
      // "₹80,000 (40 %)" holds two splits in one column.
      groups.push(cells.flatMap((figures) => figures.slice(1, 2).map((figure) => figure.value)));
    }
    rows = [];
  }
  return groups;
}

function toLists(text: string): number[][] {
  const groups: number[][] = [];
  let firsts: number[] = [];
  let seconds: number[] = [];
  for (const line of [...text.split("\n"), ""]) {
    const item = /^\s*(?:[-*•]|\d+[.)])\s+(.*)$/.exec(line)?.[1];
    if (item === undefined) {
      groups.push(firsts, seconds);
      [firsts, seconds] = [[], []];
      continue;
    }
    const [first, second] = TOTAL.test(item) ? [] : findFigures(item);
    if (first !== undefined) firsts.push(first.value);
    if (second !== undefined) seconds.push(second.value);
  }
  return groups;
}
