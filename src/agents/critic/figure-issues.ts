import type { CritiqueIssue } from "../../domain/answer.ts";
import { findEquations } from "./arithmetic.ts";
import { type Figure, findFigures, isSame } from "./figures.ts";
import type { Case } from "./issue.ts";
import { toEvidence } from "./issue.ts";
import { type KnownFigures, toKnownFigures } from "./known-figures.ts";
import { isPlain } from "./plain-figures.ts";
import { findSharedOut } from "./shared-out.ts";
import { type Statement, toStatements } from "./statements.ts";

const MOST_ISSUES = 8;
/** Words under which a figure is a plan or a test to make, not a claim about the world. */
const PLANNED =
  /\b(?:targets?|goals?|aims?|aim for|expect(?:ed)?|forecast|estimates?|estimated|assum\w+|suppose|e\.g|for example|for instance|such as|say|if|unless|should|test|try|budget|spend|allocat\w+|split|share|measures?|measure after|kpi|below|above|under|over|fewer|less than|more than|at least|at most|limit|rule of thumb|rules of thumb|usually|typically|first year cost)\b/i;

/**
 * Figures that stand nowhere in what the answer may rest on, and do not follow from it. A claim about the world weighs
 * more than a target somebody sets.
 */
export function findFigureIssues(given: Case): CritiqueIssue[] {
  const { text } = given.answer;
  const known = toKnownFigures(given);
  const explained = explain(text, known);
  const unsupported = toStatements(text).flatMap((statement) => {
    const figures = findFigures(statement.text).filter((figure) => {
      if (isPlain(figure, statement)) return false;
      return !isSupported(figure, statement, known, explained);
    });
    return figures.length === 0 ? [] : [{ statement, figures }];
  });
  const issues = unsupported.map(({ statement, figures }) => toIssue(statement, figures));
  const order = ["HIGH", "MEDIUM", "LOW"];
  return issues
    .toSorted((left, right) => order.indexOf(left.severity) - order.indexOf(right.severity))
    .slice(0, MOST_ISSUES);
}

/** Results of right equations, and the parts of a whole that is known. */
function explain(text: string, known: KnownFigures): number[] {
  const equations = findEquations(text).filter(
    ({ isRight, operands }) =>
      isRight && operands.some((operand) => known.isKnown(operand) || known.isDerived(operand)),
  );
  return [
    ...equations.flatMap(({ operands, result }) => [...operands, result]),
    ...findSharedOut(text, known),
  ];
}

function isSupported(
  { value, start }: Figure,
  { text }: Statement,
  known: KnownFigures,
  explained: readonly number[],
): boolean {
  if (known.isKnown(value) || known.isDerived(value) || explained.some((other) => isSame(value, other)))
    return true;
  // "₹80,000 (40 %)" of two lakh: each figure explains the other.
  const others = findFigures(text)
    .filter((figure) => figure.start !== start)
    .map((figure) => figure.value);
  return known.given.some((whole) =>
    others.some(
      (other) => isSame(value, (whole * other) / 100) || (whole > 0 && isSame(value, (other / whole) * 100)),
    ),
  );
}

function toIssue({ text, context, start }: Statement, figures: Figure[]): CritiqueIssue {
  const names = figures.map((figure) => figure.text.trim()).join(", ");
  const isPlan = PLANNED.test(`${context} ${text}`);
  const isHard = figures.some((figure) => figure.kind !== "number");
  const [first] = figures;
  return {
    category: "FACTUAL",
    severity: isPlan ? "LOW" : isHard ? "HIGH" : "MEDIUM",
    message: `No source gives the figure ${names}, and it does not follow from what is known.`,
    evidence: toEvidence(text),
    ...(first !== undefined && { span: { start: start + first.start, end: start + first.end } }),
  };
}
