import type { Perception } from "../../domain/route.ts";
import type { CompiledSkill, SkillSet } from "../../domain/skill.ts";
import { rankSkillsDetailed, type WordMatch } from "../../skills/rank-skills.ts";
import type { IndexedField } from "../../skills/skill-index.ts";
import { withConcepts } from "./concepts.ts";
import { toWordWeight } from "./light-words.ts";

/** How strongly a request speaks for a skill: 0 is not at all, one word of its name in the right place is about 1. */
export type Evidence = {
  skill: string;
  weight: number;
  why: string;
  /** Words of the request that the skill knows, in lower case. */
  words: string[];
};

/** What one hit is worth by where the word stands in the skill; several places add up to at most 1. */
const FIELD_WORTH: Record<IndexedField, number> = {
  name: 0.75,
  tags: 0.6,
  capabilities: 0.6,
  examples: 0.35,
  description: 0.42,
};
/** What is ordered stands before "for", "about" and their like; what stands behind them only says for what. */
const HEAD_WORTH = 1.2;
/** The last word before "for" is the very thing: "a promo email for our Diwali candles". */
const THING_WORTH = 1.5;
const TAIL_WORTH = 0.7;
const ADDED_WORTH = 0.9;
/** What a word costs that the skill names as not its business, and a festival of that kind. */
const EXCLUDED_WORTH = 0.45;
const FOREIGN_FESTIVAL = 0.3;

const TAIL_START =
  /(?<![\p{L}])(?:for|about|regarding|on|to|with|because|so that|based|after|before|that|who|which|from)(?![\p{L}])/iu;
/** "let customers know by email" and "with a short email series" still say what is to be made. */
const MEANS = /(?<![\p{L}])(?:by|via|through|as an?|with an?|using an?|in an?)\s+(?:[\p{L}-]+\s+){0,2}$/iu;
/** In Hindi and its sisters what it is for stands first. */
const HEAD_START =
  /(?:\bke (?:liye|lie|baare (?:mein|me)|upar)\b|\bpar\b|के (?:लिए|लिये|बारे में|ऊपर)|(?<![\p{L}\p{M}])पर(?![\p{L}\p{M}])|साठी(?![\p{L}\p{M}])|बद्दल)/iu;

const FOR_WHAT = /^(?:for|about|regarding)$/i;
const ORDER_FIRST =
  /(?<!\p{L})(?:chahiye|likho|likhiye|banao|banaiye|bana do|likh do)(?!\p{L})|चाहिए|लिखो|लिखिए|बनाओ|बनाइए/iu;

/** The evidence for each skill that shares a word with the request, strongest first. */
export function weighSkills(
  set: SkillSet,
  text: string,
  perception: Pick<Perception, "festivals">,
): Evidence[] {
  const { ranked, words } = rankSkillsDetailed(set, withConcepts(text, perception), set.skills.length);
  const holders = new Map<string, number>();
  for (const { matches } of ranked)
    for (const { word } of matches) holders.set(word, (holders.get(word) ?? 0) + 1);
  const worthOf = toPlaceWorth(text);
  return ranked
    .map(({ skill, why, excluded, matches }) => {
      const gain = matches.reduce(
        (sum, match) => sum + weigh(match, set.skills.length, holders) * worthOf(match.word),
        0,
      );
      const weight = Math.max(0, gain - excluded * words.length * EXCLUDED_WORTH);
      const share = refusesFestival(set.find(skill), perception.festivals) ? FOREIGN_FESTIVAL : 1;
      return { skill, why, weight: weight * share, words: matches.map((match) => match.word.toLowerCase()) };
    })
    .toSorted((left, right) => right.weight - left.weight);
}

function weigh({ word, fields }: WordMatch, skills: number, holders: ReadonlyMap<string, number>): number {
  const missed = fields.reduce((left, field) => left * (1 - FIELD_WORTH[field]), 1);
  return (
    (1 - missed) * toRarity(holders.get(word) ?? 1, skills) * toWordWeight(word, fields.includes("name"))
  );
}

/** 1 for a word of one skill, falling towards 0 for a word of all (inverse document frequency, scaled). */
function toRarity(holders: number, skills: number): number {
  const idf = (count: number): number => Math.log(1 + (skills - count + 0.5) / (count + 0.5));
  return skills <= 1 ? 1 : idf(holders) / idf(1);
}

function toPlaceWorth(text: string): (word: string) => number {
  const indian = HEAD_START.exec(text);
  const tail = TAIL_START.exec(text.slice(firstWordEnd(text)));
  // "tagline chahiye hamare gud ke liye" has its order first.
  const isOrderFirst = indian !== null && ORDER_FIRST.test(text.slice(0, indian.index));
  const cut = indian !== null ? indian.index : tail === null ? text.length : firstWordEnd(text) + tail.index;
  // In "mango pickle slogan" the last word is what is wanted.
  const isNamed = tail === null ? /^\s*\S+(?:\s+\S+){1,4}\s*$/u.test(text) : FOR_WHAT.test(tail[0]);
  const thing = indian === null && isNamed ? /(\S+)\s*$/u.exec(text.slice(0, cut))?.[1] : undefined;
  return (word) => {
    const at = text.indexOf(word);
    if (at === -1) return ADDED_WORTH;
    if (word === thing) return THING_WORTH;
    if (MEANS.test(text.slice(0, at))) return HEAD_WORTH;
    const isHead = indian !== null && !isOrderFirst ? at > cut : at < cut;
    return isHead ? HEAD_WORTH : TAIL_WORTH;
  };
}

/** "Not for Holi": a campaign for another festival is another campaign. */
export function refusesFestival(skill: CompiledSkill | undefined, festivals: readonly string[]): boolean {
  const [, refused = ""] = (skill?.description ?? "").split(/\b(?:Not for|Do not use)\b/);
  // Ids in brackets say who does it instead.
  const plain = refused.replace(/\([^)]*\)/g, "");
  return festivals.some((id) => plain.toLowerCase().includes(id.replaceAll("-", " ")));
}

function firstWordEnd(text: string): number {
  return /\S+\s*/u.exec(text)?.[0].length ?? 0;
}
