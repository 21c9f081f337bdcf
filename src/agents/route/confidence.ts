/**
 * Probability that a choice is right, from the evidence for it and for the next skill. A logistic curve whose numbers
 * were chosen on the tuned requests of the tests and checked on the held-out ones.
 */
export function confidenceOfChoice(best: number, second: number): number {
  const lead = best === 0 ? 0 : (best - Math.max(second, 0)) / best;
  return toProbability(-2.2 + 1.7 * Math.min(best, 3) + 2.6 * lead);
}

/** Probability that a request is none of ours: certain when it shares no word with any skill. */
export function confidenceOfRejection(best: number, isForeign: boolean): number {
  return toProbability(2.2 - 2.4 * best + (isForeign ? 0.9 : 0));
}

function toProbability(logit: number): number {
  return Math.round(1_000 / (1 + Math.exp(-logit))) / 1_000;
}
