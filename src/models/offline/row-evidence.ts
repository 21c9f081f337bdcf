import { isInternal } from "./copy-lines.ts";
import type { Evidence, Material } from "./material.ts";
import type { RowSeed } from "./row-seed.ts";
import { splitSentences } from "./sentences.ts";
import { isMentioned } from "./terms.ts";

/** What the sources and the request itself say about the subject of a row. */
export function listRowEvidence(seed: RowSeed, material: Material): Evidence[] {
  const { evidence, subject, brief } = material;
  if (seed.kind !== "named") return [];
  const others = subject.named.filter((name) => name !== seed.name);
  const clauses = seed.isOurs
    ? listOurClauses(brief.request, others)
    : listClauses(seed.name, brief.request, others);
  const said = clauses.map(toSaid);
  if (seed.isOurs)
    return [...evidence.filter((fact) => fact.kind === "foundation" && !isInternal(fact)), ...said];
  return [...evidence.filter(({ about, text }) => isMentioned(seed.name, `${about} ${text}`)), ...said];
}

/** "RosterOne (they charge 4,999 a month)" and clauses that speak of one name only. */
function listClauses(name: string, request: string, others: readonly string[]): string[] {
  const at = request.indexOf(name);
  const bracket = at === -1 ? null : /^\s*\(([^)]+)\)/.exec(request.slice(at + name.length));
  if (bracket?.[1] !== undefined) return [bracket[1]];
  // "Compare us with Boat and Noise on price" states nothing, in whatever pieces.
  const stated = splitSentences(request).filter(isStated);
  const clauses = stated.flatMap((sentence) => sentence.split(/[,;]\s+|\s+(?:and|but|while)\s+/));
  return clauses.filter(
    (clause) =>
      isMentioned(name, clause) && !others.some((other) => isMentioned(other, clause)) && isStated(clause),
  );
}

/** Sentences in which the asker speaks of the own business. */
function listOurClauses(request: string, others: readonly string[]): string[] {
  return splitSentences(request).filter(
    (sentence) =>
      /\b(?:we|our|ours)\b/i.test(sentence) &&
      !others.some((other) => isMentioned(other, sentence)) &&
      isStated(sentence),
  );
}

/** A question or an admitted gap is no evidence. */
function isStated(clause: string): boolean {
  return !/\?$|\b(?:not|n't|unknown|unsure)\b|\bcompare\b/i.test(clause);
}

function toSaid(text: string): Evidence {
  return { text, terms: [], about: "", ref: "", kind: "request", isBare: false };
}
