import type { Microusd } from "./money.ts";

export type Source = { id: string; title: string; kind: "document" | "foundation" | "tool" | "request" };

/** A piece of knowledge that retrieval found for the request. */
export type Passage = {
  id: string;
  document_id: string;
  title: string;
  heading: string;
  text: string;
  score: number;
};

export type Answer = {
  skill: string;
  /** Validated against the skill's output contract; a field that could not be filled is absent. */
  output: Record<string, unknown>;
  /** The same as Markdown, for people. */
  text: string;
  sources: Source[];
};

export type StepResult = {
  step: string;
  skill: string;
  answer: Answer;
  usage: Usage;
  degraded: Degraded;
};

export type IssueCategory = "FACTUAL" | "LOGICAL" | "COMPLETENESS" | "ACTIONABILITY" | "BRAND";

export type CritiqueIssue = {
  category: IssueCategory;
  severity: "HIGH" | "MEDIUM" | "LOW";
  message: string;
  evidence: string;
  span?: { start: number; end: number };
};

export type Critique = {
  /** 0 to 100 (DOMAIN 7.3). */
  score: number;
  threshold: number;
  issues: CritiqueIssue[];
  revisions: number;
  by: "rules" | "model";
};

export type Verdict = { decision: "pass" | "warn" | "withhold"; reasons: string[] };

export type Usage = {
  tokens: { input: number; output: number };
  cost_microusd: Microusd;
  ms: number;
  /** The models that answered; ["offline"] without a key. */
  models: string[];
};

export type Degraded = null | { reason: "provider" | "budget" | "quality" };

export const NO_USAGE: Usage = { tokens: { input: 0, output: 0 }, cost_microusd: 0, ms: 0, models: [] };

export function addUsage(left: Usage, right: Usage): Usage {
  return {
    tokens: {
      input: left.tokens.input + right.tokens.input,
      output: left.tokens.output + right.tokens.output,
    },
    cost_microusd: left.cost_microusd + right.cost_microusd,
    ms: left.ms + right.ms,
    models: [...new Set([...left.models, ...right.models])],
  };
}
