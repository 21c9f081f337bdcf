import { listSources } from "../../domain/brief.ts";
import { toKnownFacts } from "../hydrate/known-facts.ts";
import { toInputText } from "../hydrate/input-text.ts";
import { findFigures, isSame } from "./figures.ts";
import type { Case } from "./issue.ts";

/** Numbers that turn one span or unit into another. */
const CONVERSIONS = [7, 12, 30, 52, 100, 365];
/** Pairs and triples of more numbers than these would explain any figure by chance. */
const MOST_GIVEN = 24;

export type KnownFigures = {
  /** Everything that stands somewhere, also in sources and in the skill's own text. */
  isKnown(value: number): boolean;
  /** What follows in one or two steps from the request, the inputs, the profile and tool results. */
  isDerived(value: number): boolean;
  /** The task's own numbers. */
  given: readonly number[];
};

export function toKnownFigures(given: Case): KnownFigures {
  const { skill, inputs, request, foundation, passages, facts } = given;
  const ownTexts = [
    request,
    toInputText(inputs, skill.inputs),
    JSON.stringify(foundation ?? {}),
    ...facts.map((fact) => fact.text),
  ];
  const otherTexts = [
    ...listSources({ passages, facts: toKnownFacts(given) }).map(
      (source) => `${source.source.title}\n${source.text}`,
    ),
    ...skill.sections.map((section) => section.body),
    ...[...skill.output, ...skill.inputs].map((field) => field.description),
    ...skill.checks.map((check) => check.text),
    skill.role,
  ];
  const own = toValues(ownTexts);
  const known = [...own, ...toValues(otherTexts)];
  const base = own.filter((value) => value > 0).slice(0, MOST_GIVEN);
  return {
    given: own,
    isKnown: (value) => known.some((other) => isSame(value, other)),
    isDerived: (value) => isDerived(value, base),
  };
}

function toValues(texts: readonly string[]): number[] {
  return [...new Set(texts.flatMap((text) => findFigures(text).map((figure) => figure.value)))];
}

/** Sums, differences, products and shares of two numbers, also in another unit of time. */
function isDerived(value: number, base: readonly number[]): boolean {
  return base.some((left, index) => {
    // "20% off" leaves 80% of the price.
    if (
      left < 100 &&
      base.some((whole) => isSame(value, whole * (1 - left / 100)) || isSame(value, whole * (1 + left / 100)))
    )
      return true;
    const sums = base.some((right) => isSame(value, left + right) || isSame(value, left - right));
    return sums || [...base.slice(index), ...CONVERSIONS].some((right) => isProduct(value, left, right));
  });
}

function isProduct(value: number, left: number, right: number): boolean {
  const results = [left * right, left / right, right / left];
  // 149 a head, 30 heads, 12 months.
  return results.some(
    (result) =>
      isSame(value, result) ||
      CONVERSIONS.some((unit) => isSame(value, result * unit) || isSame(value, result / unit)),
  );
}
