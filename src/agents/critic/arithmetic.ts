import type { CritiqueIssue } from "../../domain/answer.ts";
import { findFigures, isSame } from "./figures.ts";
import { toEvidence } from "./issue.ts";

/** An equation that stands in the text: "149 x 30 x 12 = 53,640". */
export type Equation = { text: string; operands: number[]; result: number; isRight: boolean; start: number; end: number };

const AMOUNT = "(?:₹|rs\\.?|inr|\\$)?\\s?\\d[\\d,]*(?:\\.\\d+)?\\s?(?:%|lakhs?|crores?|k\\b)?";
const WORDS = "(?:\\s?[\\p{L}./()]+){0,4}?";
const EQUATION = new RegExp(
  `${AMOUNT}(?:${WORDS}\\s*(?:[x×*+÷/]|\\s[-−–]\\s)\\s*${AMOUNT})+${WORDS}\\s*=\\s*(?:about |roughly |around |~|≈)?${AMOUNT}`,
  "giu",
);
const OPERATOR = /[x×*]|[+]|[÷/]|[-−–]/giu;

export function findEquations(text: string): Equation[] {
  return [...text.matchAll(EQUATION)].flatMap((match) => {
    const [left = "", right = ""] = match[0].split("=");
    const figures = findFigures(left);
    const result = findFigures(right)[0]?.value;
    const operators = figures.slice(1).map((figure, index) => readOperator(left.slice(figures[index]?.end ?? 0, figure.start)));
    if (result === undefined || figures.length < 2 || operators.includes(null)) return [];
    const operands = figures.map((figure) => (figure.kind === "percentage" ? figure.value / 100 : figure.value));
    const computed = compute(operands, operators);
    if (computed === null) return [];
    const isRight = isSame(computed, result) || isSame(computed * 100, result);
    return [{ text: match[0], operands: figures.map((figure) => figure.value), result, isRight, start: match.index, end: match.index + match[0].length }];
  });
}

export function findArithmeticIssues(text: string): CritiqueIssue[] {
  return findEquations(text)
    .filter((equation) => !equation.isRight)
    .map(({ text: equation, start, end }) => ({
      category: "LOGICAL",
      severity: "HIGH",
      message: `The arithmetic is wrong: ${toEvidence(equation)}.`,
      evidence: toEvidence(equation),
      span: { start, end },
    }));
}

function readOperator(between: string): string | null {
  const found = between.match(OPERATOR)?.at(-1)?.toLowerCase();
  if (found === undefined) return null;
  if (found === "+") return "+";
  if (/[-−–]/.test(found)) return "-";
  return /[÷/]/.test(found) ? "/" : "*";
}

/** Products before sums, from left to right. */
function compute(operands: readonly number[], operators: readonly (string | null)[]): number | null {
  const terms: number[] = [];
  let term = operands[0] ?? 0;
  for (const [index, operator] of operators.entries()) {
    const next = operands[index + 1];
    if (next === undefined) return null;
    if (operator === "*") term *= next;
    else if (operator === "/") term /= next;
    else {
      terms.push(term);
      term = operator === "-" ? -next : next;
    }
  }
  const sum = terms.reduce((total, part) => total + part, term);
  return Number.isFinite(sum) ? sum : null;
}
