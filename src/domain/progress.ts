import type { Critique, Usage, Verdict } from "./answer.ts";
import type { Perception, Plan, Route } from "./route.ts";

/** What the graphs write to the `custom` stream mode. */
export type ProgressEvent =
  | { type: "perception-ready"; perception: Perception }
  | { type: "route-decided"; route: Route }
  | { type: "plan-made"; plan: Plan }
  | { type: "step-start"; step: string; skill: string }
  | { type: "step-end"; step: string; skill: string; ok: boolean }
  | { type: "critique-made"; critique: Critique }
  | { type: "verdict-made"; verdict: Verdict }
  | { type: "cost-recorded"; step: string; skill: string; usage: Usage }
  | { type: "progress"; percent_complete: number; current_step: string };

/** The value of `interrupt()` when something must be asked. */
export type Question = {
  kind: "question";
  question: string;
  missing: { name: string; type: string; description: string }[];
};

/** The value of `interrupt()` when a person must agree (the form that Agent Chat UI draws). */
export type ApprovalRequest = {
  action_requests: { name: string; args: Record<string, unknown>; description: string }[];
  review_configs: { action_name: string; allowed_decisions: ("approve" | "edit" | "reject")[] }[];
};
