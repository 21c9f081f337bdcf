import type { RankedSkill } from "../domain/route.ts";
import type { SkillSet } from "../domain/skill.ts";
import { nearestWord } from "./nearest-word.ts";
import { toRequestWords } from "./request-words.ts";
import { createSkillIndex, type IndexedField, type SkillIndex } from "./skill-index.ts";

export type WordMatch = {
  /** As it stands in the request. */
  word: string;
  /** Share of the request's weight that the word carries, 0 to 1. */
  weight: number;
  fields: IndexedField[];
};

export type DetailedRank = RankedSkill & {
  /** Share of the request, by the rarity of its words, that the skill knows at all: 0 to 1. */
  coverage: number;
  /** Share of the request that the skill itself names as not its business: 0 to 1. */
  excluded: number;
  /** Strongest first. */
  matches: WordMatch[];
};

export type DetailedRanking = {
  ranked: DetailedRank[];
  /** Words of the request that can decide something. */
  words: string[];
  /** Share of the request that any loaded skill knows: 0 to 1. */
  known: number;
};

// A set never changes, so its index is computed once and goes with it.
const indexes = new WeakMap<SkillSet, SkillIndex>();

/** The skills that share words with a request, best first; `score` is 0 to 1. Which of them is good enough is not decided here. */
export function rankSkills(set: SkillSet, text: string, limit = 5): RankedSkill[] {
  return rankSkillsDetailed(set, text, limit).ranked.map(({ skill, score, why }) => ({ skill, score, why }));
}

export function rankSkillsDetailed(set: SkillSet, text: string, limit = 5): DetailedRanking {
  const index = indexes.get(set) ?? createSkillIndex(set.skills);
  indexes.set(set, index);
  const words = weighWords(text, index);
  const ranked = [...matchSkills(index, words)]
    .map(([place, matches]) => toRank(index, place, matches, words))
    .toSorted((left, right) => right.score - left.score || (left.skill < right.skill ? -1 : 1));
  const known = words
    .filter((word) => index.postings.has(word.term))
    .reduce((sum, word) => sum + word.weight, 0);
  return { ranked: ranked.slice(0, limit), words: words.map((word) => word.surface), known: toShare(known) };
}

/** `trust` is below 1 when the word was only recognised by its likeness to a known one. */
type WeighedWord = { surface: string; term: string; weight: number; trust: number };

const SHORTEST_GUESSED_WORD = 5;
const GUESS_TRUST = 0.7;

function weighWords(text: string, index: SkillIndex): WeighedWord[] {
  const byTerm = new Map<string, WeighedWord>();
  for (const { surface, term } of toRequestWords(text)) {
    if (byTerm.has(term)) continue;
    const guess = index.postings.has(term) ? undefined : guessTerm(term, index);
    const known = guess ?? term;
    byTerm.set(term, {
      surface,
      term: known,
      weight: toRarity(known, index),
      trust: guess === undefined ? 1 : GUESS_TRUST,
    });
  }
  const words = [...byTerm.values()];
  const total = words.reduce((sum, word) => sum + word.weight, 0);
  return words.map((word) => ({ ...word, weight: word.weight / total }));
}

/** A longer or shorter form of a known word ("comparison", "compare"), else a misspelt one that begins as it should. */
function guessTerm(term: string, index: SkillIndex): string | undefined {
  if (term.length < SHORTEST_GUESSED_WORD) return undefined;
  const candidates = (index.vocabulary.get(term[0] ?? "") ?? []).filter(
    (known) => known.length >= SHORTEST_GUESSED_WORD,
  );
  const related = candidates.filter((known) => known.startsWith(term) || term.startsWith(known));
  const [closest] = related.toSorted((left, right) => right.length - left.length || (left < right ? -1 : 1));
  return closest ?? nearestWord(term, candidates);
}

/** Inverse document frequency; a word that no skill knows weighs as much as one that a single skill knows. */
function toRarity(term: string, index: SkillIndex): number {
  const count = Math.max(index.postings.get(term)?.length ?? 0, 1);
  return Math.log(1 + (index.skills.length - count + 0.5) / (count + 0.5));
}

type Match = WordMatch & { covered: number; earned: number };

function matchSkills(index: SkillIndex, words: WeighedWord[]): Map<number, Match[]> {
  const bySkill = new Map<number, Match[]>();
  for (const { surface, term, weight, trust } of words) {
    for (const { skill, strength, fields } of index.postings.get(term) ?? []) {
      const covered = weight * trust;
      const match = { word: surface, weight: toShare(weight), fields, covered, earned: covered * strength };
      bySkill.set(skill, [...(bySkill.get(skill) ?? []), match]);
    }
  }
  return bySkill;
}

function toRank(index: SkillIndex, place: number, matches: Match[], words: WeighedWord[]): DetailedRank {
  const sorted = matches.toSorted((left, right) => right.earned - left.earned);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const excluded = sum(
    words.filter((word) => index.excluded[place]?.has(word.term)).map((word) => word.weight),
  );
  return {
    skill: index.skills[place]?.id ?? "",
    score: toShare(sum(sorted.map((match) => match.earned)) * (1 - excluded)),
    why: toReason(sorted),
    coverage: toShare(sum(sorted.map((match) => match.covered))),
    excluded: toShare(excluded),
    matches: sorted.map(({ word, weight, fields }) => ({ word, weight, fields })),
  };
}

const PLACES: Record<IndexedField, string> = {
  name: "its name",
  tags: "its tags",
  capabilities: "its capabilities",
  examples: "its examples",
  description: "its description",
};

/** "diwali" in its name, "budget" in its examples */
function toReason(matches: WordMatch[]): string {
  const named = matches.slice(0, 4).map(({ word, fields }) => {
    const [field = "description"] = fields;
    return `"${word}" in ${PLACES[field]}`;
  });
  return named.join(", ");
}

function toShare(value: number): number {
  return Math.round(Math.min(value, 1) * 1_000) / 1_000;
}
