import type { CompiledSkill } from "../domain/skill.ts";
import { toRequestWords } from "./request-words.ts";

const INDEXED_FIELDS = ["name", "tags", "capabilities", "examples", "description"] as const;
export type IndexedField = (typeof INDEXED_FIELDS)[number];

/** How much a word counts by where it stands. */
const WEIGHTS: Record<IndexedField, number> = {
  name: 3,
  tags: 2,
  capabilities: 2,
  examples: 2,
  description: 1,
};
const K1 = 1.5;
const B = 0.75;

export type Posting = {
  skill: number;
  /** Occurrences over all fields, each weighted and set against the length of its field; then saturated: 0 to 1. */
  strength: number;
  fields: IndexedField[];
};

export type SkillIndex = {
  skills: readonly CompiledSkill[];
  postings: ReadonlyMap<string, Posting[]>;
  /** Known terms by their first letter, for words that are misspelt. */
  vocabulary: ReadonlyMap<string, string[]>;
  /** Terms that a skill names as not its business, by the place of the skill. */
  excluded: ReadonlySet<string>[];
};

// A compiled skill never changes; a saved file costs the words of that file and not those of all others.
const known = new WeakMap<CompiledSkill, SkillTerms>();

/** BM25 over weighted fields (BM25F, Robertson and Zaragoza), k1 1.5 and b 0.75. */
export function createSkillIndex(skills: readonly CompiledSkill[]): SkillIndex {
  const texts = skills.map((skill) => {
    const terms = known.get(skill) ?? toSkillTerms(skill);
    known.set(skill, terms);
    return terms;
  });
  const averages = toAverages(texts.map((terms) => terms.fields));
  const postings = new Map<string, Posting[]>();
  for (const [skill, { fields }] of texts.entries()) {
    for (const [term, byField] of countTerms(fields)) {
      let weighted = 0;
      for (const [field, count] of byField) {
        weighted += (WEIGHTS[field] * count) / (1 - B + (B * fields[field].length) / averages[field]);
      }
      const posting = { skill, strength: weighted / (K1 + weighted), fields: [...byField.keys()] };
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [posting]);
      else list.push(posting);
    }
  }
  const vocabulary = Map.groupBy(postings.keys(), (term) => term[0] ?? "");
  return { skills, postings, vocabulary, excluded: texts.map((terms) => terms.excluded) };
}

/** Fields in the order of `INDEXED_FIELDS`, so that the first is the one that says most. */
function countTerms(fields: FieldTerms): Map<string, Map<IndexedField, number>> {
  const counts = new Map<string, Map<IndexedField, number>>();
  for (const field of INDEXED_FIELDS) {
    for (const term of fields[field]) {
      const byField = counts.get(term) ?? new Map<IndexedField, number>();
      counts.set(term, byField.set(field, (byField.get(field) ?? 0) + 1));
    }
  }
  return counts;
}

type FieldTerms = Record<IndexedField, string[]>;
type SkillTerms = { fields: FieldTerms; excluded: ReadonlySet<string> };

function toSkillTerms(skill: CompiledSkill): SkillTerms {
  const { capabilities, tags, aliases, lord } = skill.settings;
  const description = splitDescription(skill.description);
  const fields = {
    name: toTerms([skill.id, skill.name, skill.title, lord ?? "", ...aliases].join(" ")),
    tags: toTerms(tags.join(" ")),
    capabilities: toTerms(capabilities.join(" ")),
    examples: toTerms(skill.examples.join(" ")),
    description: toTerms(description.wanted),
  };
  // A skill may name itself while it says what it is not for.
  const own = new Set([...fields.name, ...fields.tags]);
  return { fields, excluded: new Set(toTerms(description.excluded)).difference(own) };
}

function toTerms(text: string): string[] {
  return toRequestWords(text).map((word) => word.term);
}

/** "Not for market size" must not attract requests about market size. */
function splitDescription(description: string): { wanted: string; excluded: string } {
  const sentences = description.split(/(?<=[.!?।])\s+/u);
  const isExclusion = (sentence: string) =>
    /^(not for|do not use|don't use|not when|never use|skip)\b/i.test(sentence);
  return {
    wanted: sentences.filter((sentence) => !isExclusion(sentence)).join(" "),
    excluded: sentences.filter((sentence) => isExclusion(sentence)).join(" "),
  };
}

function toAverages(texts: FieldTerms[]): Record<IndexedField, number> {
  const average = (field: IndexedField) => {
    const filled = texts.map((fields) => fields[field].length).filter((length) => length > 0);
    return filled.length === 0 ? 1 : filled.reduce((sum, length) => sum + length, 0) / filled.length;
  };
  const [name, tags, capabilities, examples, description] = INDEXED_FIELDS.map(average);
  return {
    name: name ?? 1,
    tags: tags ?? 1,
    capabilities: capabilities ?? 1,
    examples: examples ?? 1,
    description: description ?? 1,
  };
}
