import type { CritiqueIssue } from "../../domain/answer.ts";
import { type Figure, findFigures, isSame } from "./figures.ts";
import { toEvidence } from "./issue.ts";

/** An equation that stands in the text: "149 x 30 x 12 = 53,640". */
export type Equation = {
  text: string;
  operands: number[];
  result: number;
  isRight: boolean;
  start: number;
  end: number;
};

const LEFT_LENGTH = 160;
const RIGHT_LENGTH = 40;
/** What may stand between two operands: some words and one operator, as in "rupees x 30 staff". */
const LINK = /^[\p{L}./()\s]{0,40}?\s*(?<operator>[x×*+÷/−–-])\s*(?:₹|rs\.?|\$)?[\p{L}()\s]{0,20}$/iu;
const TAIL = /^[\p{L}./()%\s]{0,40}$/iu;
const APPROACH = /^\s*(?:about|roughly|around|approximately|~|≈)?\s*(?:₹|rs\.?|inr|\$)?\s*$/iu;

/** "560 x 1.5 % = about 8 orders" is rounded, and says so. */
const ROUGHLY = /^\s*(?:about|roughly|around|approximately|~|≈)/i;
const ROUGH_SHARE = 0.03;

export function findEquations(text: string): Equation[] {
  return [...text.matchAll(/=/g)].flatMap((sign) => {
    const from = Math.max(0, sign.index - LEFT_LENGTH);
    const left = toLastLine(text.slice(from, sign.index));
    const right = text.slice(sign.index + 1, sign.index + 1 + RIGHT_LENGTH).split("\n")[0] ?? "";
    const [result] = findFigures(right);
    if (result === undefined || !APPROACH.test(right.slice(0, result.start))) return [];
    const chain = readChain(left);
    if (chain === null) return [];
    const computed = compute(chain.operands.map(toFactor), chain.operators);
    const start = sign.index - left.length + (chain.operands[0]?.start ?? 0);
    const end = sign.index + 1 + result.end;
    return [
      {
        text: text.slice(start, end),
        operands: chain.operands.map((operand) => operand.value),
        result: result.value,
        isRight:
          isSame(computed, result.value) ||
          isSame(computed * 100, result.value) ||
          (ROUGHLY.test(right) && Math.abs(computed - result.value) <= Math.max(0.5, computed * ROUGH_SHARE)),
        start,
        end,
      },
    ];
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

type Chain = { operands: Figure[]; operators: string[] };

/** The operands before the sign, read backwards as long as an operator joins them. */
function readChain(left: string): Chain | null {
  const figures = findFigures(left);
  const last = figures.at(-1);
  if (last === undefined || !TAIL.test(left.slice(last.end))) return null;
  const operands = [last];
  const operators: string[] = [];
  for (const figure of figures.slice(0, -1).toReversed()) {
    const operator = LINK.exec(left.slice(figure.end, operands[0]?.start))?.groups?.["operator"];
    if (operator === undefined) break;
    operands.unshift(figure);
    operators.unshift(operator.toLowerCase());
  }
  return operands.length < 2 ? null : { operands, operators };
}

/** Products before sums, from left to right. */
function compute(operands: readonly number[], operators: readonly string[]): number {
  let sum = 0;
  let term = operands[0] ?? 0;
  for (const [index, operator] of operators.entries()) {
    const next = operands[index + 1] ?? 0;
    if (/[x×*]/.test(operator)) term *= next;
    else if (/[÷/]/.test(operator)) term /= next;
    else {
      sum += term;
      term = operator === "+" ? next : -next;
    }
  }
  return sum + term;
}

function toFactor({ kind, value }: Figure): number {
  return kind === "percentage" ? value / 100 : value;
}

function toLastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("|")) + 1);
}
