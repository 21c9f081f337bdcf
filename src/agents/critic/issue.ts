import type { Answer, Critique, CritiqueIssue, Passage } from "../../domain/answer.ts";
import type { Fact } from "../../domain/brief.ts";
import type { Foundation } from "../../domain/foundation.ts";
import type { CompiledSkill } from "../../domain/skill.ts";

/** One answer with everything it may rest on. */
export type Case = {
  skill: CompiledSkill;
  answer: Answer;
  inputs: Record<string, unknown>;
  request: string;
  foundation: Foundation | null;
  passages: Passage[];
  facts: Fact[];
  revisions: number;
};

/** Points off for each issue (DOMAIN 7.3). */
const POINTS: Record<CritiqueIssue["severity"], number> = { HIGH: 15, MEDIUM: 8, LOW: 3 };
const SEVERITIES: readonly CritiqueIssue["severity"][] = ["HIGH", "MEDIUM", "LOW"];
const EVIDENCE_LENGTH = 160;

export function toCritique(
  issues: CritiqueIssue[],
  { skill, revisions }: Pick<Case, "skill" | "revisions">,
): Critique {
  const lost = issues.reduce((sum, issue) => sum + POINTS[issue.severity], 0);
  return {
    score: Math.max(0, 100 - lost),
    threshold: skill.settings.minQuality,
    issues: issues.toSorted(
      (left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity),
    ),
    revisions,
    by: "rules",
  };
}

/** A piece of the answer as evidence: one line, and not too long. */
export function toEvidence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > EVIDENCE_LENGTH ? `${line.slice(0, EVIDENCE_LENGTH - 1)}…` : line;
}
