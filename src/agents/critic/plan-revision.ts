import type { Critique } from "../../domain/answer.ts";

export type RevisionChoice = "pass" | "revise" | "regenerate" | "stop";

/** Up to this far below its threshold a draft is worth mending; lower ones are written anew. */
const MENDABLE_POINTS = 20;

/** What to do with a draft after its critique (DOMAIN 7.3). */
export function planRevision({ score, threshold }: Critique, retriesLeft: number): RevisionChoice {
  if (score >= threshold) return "pass";
  if (retriesLeft <= 0) return "stop";
  return score >= threshold - MENDABLE_POINTS ? "revise" : "regenerate";
}
