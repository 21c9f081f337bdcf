/** Something to choose from by its words. */
export type Candidate = { text: string; terms: readonly string[] };

export type Query = {
  /** What the place to fill is about; weighs most. */
  field: readonly string[];
  /** What was asked for: settles what comes first. */
  request: readonly string[];
};

const K1 = 1.2;
const B = 0.4;
const REQUEST_WEIGHT = 0.6;
/** A word that is asked for several times counts up to this often. */
const MOST_WEIGHT = 3;
/** What scores less than this part of the best was found by a common word only. */
const LEAST_PART = 0.35;

/** Candidates that share a word with the field, by BM25 over the given set, best first. */
export function rankSentences<T extends Candidate>(candidates: readonly T[], query: Query): T[] {
  const documents = candidates.map((candidate) => toCounts(candidate.terms));
  const averageLength =
    candidates.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, candidates.length);
  const rarity = (term: string): number => {
    const holders = documents.filter((counts) => counts.has(term)).length;
    return Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
  };
  const weigh = (terms: readonly string[]): Map<string, number> =>
    new Map([...toCounts(terms)].map(([term, count]) => [term, rarity(term) * Math.min(count, MOST_WEIGHT)]));
  const field = weigh(query.field);
  const request = weigh(query.request.filter((term) => !field.has(term)));

  const scored = candidates.map((candidate, index) => {
    const counts = documents[index] ?? new Map<string, number>();
    const norm = K1 * (1 - B + (B * candidate.terms.length) / Math.max(1, averageLength));
    const inField = score(counts, field, norm);
    const inRequest = score(counts, request, norm);
    return { candidate, score: inField > 0 ? inField + REQUEST_WEIGHT * inRequest : 0 };
  });
  const best = Math.max(0, ...scored.map((entry) => entry.score));
  return scored
    .filter((entry) => entry.score > 0 && entry.score >= best * LEAST_PART)
    .sort((left, right) => right.score - left.score)
    .map((entry) => entry.candidate);
}

/** Words of any question: what they match says little. */
const WEAK = new Set(
  "start new market business good bad best first use much many get need make give question term mean meaning difference between usual thing way should year मतलब मार्केटिंग क्या होता होती matlab kya hota hoti behtar".split(
    " ",
  ),
);
/** What shares far fewer words with the question than the best sentence speaks of something else. */
const LEAST_SHARED = 0.6;

/** The sentences that share most of the telling words of a question; none when no word is shared but common ones. */
export function keepClosest<T extends Candidate>(candidates: readonly T[], terms: readonly string[]): T[] {
  const telling = [...new Set(terms)].filter((term) => !WEAK.has(term));
  const shared = candidates.map(
    (candidate) => telling.filter((term) => candidate.terms.includes(term)).length,
  );
  const best = Math.max(0, ...shared);
  return candidates.filter((_, index) => best > 0 && (shared[index] ?? 0) >= best * LEAST_SHARED);
}

function score(
  counts: ReadonlyMap<string, number>,
  weights: ReadonlyMap<string, number>,
  norm: number,
): number {
  let sum = 0;
  for (const [term, weight] of weights) {
    const count = counts.get(term) ?? 0;
    sum += (weight * count * (K1 + 1)) / (count + norm);
  }
  return sum;
}

function toCounts(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
