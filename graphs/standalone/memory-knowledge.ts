import type { Passage } from "../../src/domain/answer.ts";
import type { GraphDeps } from "../deps.ts";

export type StandaloneDocument = { title: string; text: string };

/** A knowledge base that lives as long as the process: passages are the paragraphs of what it was given. */
export function createMemoryKnowledge(documents: StandaloneDocument[] = []): GraphDeps["knowledge"] {
  const passages = documents.flatMap(toPassages);
  return {
    async search(_tenantId, query, { limit }) {
      const wanted = toWords(query);
      return passages
        .map((passage) => ({ ...passage, score: toShare(wanted, toWords(passage.text)) }))
        .filter((passage) => passage.score > 0)
        .sort((left, right) => right.score - left.score)
        .slice(0, limit);
    },
  };
}

function toPassages({ title, text }: StandaloneDocument, index: number): Passage[] {
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "");
  return paragraphs.map((paragraph, position) => ({
    id: `document-${index + 1}-${position + 1}`,
    document_id: `document-${index + 1}`,
    title,
    heading: "",
    text: paragraph.trim(),
    score: 0,
  }));
}

/** The share of the wanted words that stand in the text. */
function toShare(wanted: Set<string>, words: Set<string>): number {
  return wanted.size === 0 ? 0 : [...wanted].filter((word) => words.has(word)).length / wanted.size;
}

function toWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 3));
}
