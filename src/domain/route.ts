import type { Microusd, Paise } from "./money.ts";

export type EntityType = "person" | "company" | "product" | "location" | "date" | "money" | "percentage";
export type Entity = { text: string; type: EntityType; confidence: number; start: number; end: number };

export const INTENTS = [
  "create",
  "read",
  "update",
  "delete",
  "analyze",
  "generate",
  "research",
  "approve",
  "clarify",
] as const;
export type Intent = (typeof INTENTS)[number];

/** What rules read out of a request, before any skill is chosen. */
export type Perception = {
  text: string;
  /** BCP 47: "en", "hi", "ta", "te", "hi-Latn" ... */
  language: string;
  intent: { type: Intent; confidence: number };
  entities: Entity[];
  /** Amounts in paise, e.g. "2 lakh" is 2_00_000_00. */
  money: { text: string; paise: Paise }[];
  /** Ids of festivals named in the request, e.g. "diwali". */
  festivals: string[];
  places: string[];
  /** ISO days (YYYY-MM-DD) named in the request. */
  dates: string[];
  counts: { text: string; value: number; unit: string }[];
  sentiment: "positive" | "negative" | "neutral" | "mixed";
  /** 1 (whenever) to 5 (now). */
  urgency: number;
  complexity: "simple" | "balanced" | "complex";
};

export type RankedSkill = { skill: string; score: number; why: string };

export type Route = {
  outcome: "single" | "several" | "unclear" | "outside";
  /** The chosen skills when `single` or `several`; the best candidates otherwise. */
  skills: RankedSkill[];
  /** 0 to 1. */
  confidence: number;
  /** The layers that decided, e.g. ["retrieval", "reject"]. */
  path: string[];
};

export type PlanStep = {
  id: string;
  skill: string;
  inputs: Record<string, unknown>;
  depends_on: string[];
  parallel_group: number;
  cost_microusd: Microusd;
  risk: "low" | "medium" | "high";
};

export type Plan = { steps: PlanStep[]; reasoning: string; requires_approval: boolean };
