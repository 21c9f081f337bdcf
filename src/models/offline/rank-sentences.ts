import { toTerms } from "./terms.ts";

/** Something to choose from by its words. */
export type Candidate = { text: string; terms: readonly string[] };

export type Query = {
  /** What the place to fill is about; weighs most. */
  field: readonly string[];
  /** What was asked for. */
  request: readonly string[];
};

const K1 = 1.2;
const B = 0.6;
const REQUEST_WEIGHT = 0.6;

/**
 * Candidates by BM25 over the given set, best first. One is kept when it shares a word with the field, or two with
 * the request: anything less is chance.
 */
export function rankSentences<T extends Candidate>(candidates: readonly T[], query: Query): T[] {
  const documents = candidates.map((candidate) => toCounts(candidate.terms));
  const averageLength = candidates.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, candidates.length);
  const rarity = (term: string): number => {
    const holders = documents.filter((counts) => counts.has(term)).length;
    return Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
  };
  const weigh = (terms: readonly string[]): Map<string, number> =>
    new Map([...new Set(terms)].map((term) => [term, rarity(term)]));
  const field = weigh(query.field);
  const request = weigh(query.request.filter((term) => !field.has(term)));

  const scored = candidates.map((candidate, index) => {
    const counts = documents[index] ?? new Map<string, number>();
    const norm = K1 * (1 - B + (B * candidate.terms.length) / Math.max(1, averageLength));
    const inField = score(counts, field, norm);
    const inRequest = score(counts, request, norm);
    const isRelevant = inField.matches > 0 || inRequest.matches > 1;
    return { candidate, score: isRelevant ? inField.sum + REQUEST_WEIGHT * inRequest.sum : 0 };
  });
  return scored
    .filter((entry) => entry.score > 0)
    .sort((left, right) => right.score - left.score)
    .map((entry) => entry.candidate);
}

export function toCandidate(text: string, about = ""): Candidate {
  return { text, terms: toTerms(`${about} ${text}`) };
}

function score(
  counts: ReadonlyMap<string, number>,
  weights: ReadonlyMap<string, number>,
  norm: number,
): { sum: number; matches: number } {
  let sum = 0;
  let matches = 0;
  for (const [term, weight] of weights) {
    const count = counts.get(term) ?? 0;
    if (count === 0) continue;
    sum += (weight * count * (K1 + 1)) / (count + norm);
    matches += 1;
  }
  return { sum, matches };
}

function toCounts(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
