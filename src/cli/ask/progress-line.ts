import type { Critique, Usage, Verdict } from "../../domain/answer.ts";
import { toDollarText } from "../../domain/money.ts";
import type { ProgressEvent } from "../../domain/progress.ts";
import type { Plan, Route } from "../../domain/route.ts";
import type { Paint } from "../paint.ts";
import { isRecord } from "../../domain/record.ts";

const KNOWN: Record<ProgressEvent["type"], true> = {
  "perception-ready": true,
  "route-decided": true,
  "plan-made": true,
  "step-start": true,
  "step-end": true,
  "critique-made": true,
  "verdict-made": true,
  "cost-recorded": true,
  progress: true,
};

/** The mark in the path of a route that leads to a person. */
const ESCALATED = "escalate";
const FOR_A_PERSON = "you asked for a person";
const OUTSIDE = "the request is outside of what the team does";

const MOST_REASONS = 3;

/** Other graphs write their own custom events; those are not ours to show. */
export function isProgressEvent(data: unknown): data is ProgressEvent {
  return isRecord(data) && typeof data["type"] === "string" && data["type"] in KNOWN;
}

/** The lines a person sees for an event, without the last line end; "" is nothing. */
export function toProgressLine(event: ProgressEvent, paint: Paint): string {
  switch (event.type) {
    case "perception-ready":
    case "cost-recorded":
    case "progress":
      return "";
    case "route-decided":
      return toRouteLines(event.route, paint);
    case "plan-made":
      return event.plan.steps.length > 1 ? toPlanLines(event.plan, paint) : "";
    case "step-start":
      return paint("dim", `- ${event.step}: ${event.skill} begins`);
    case "step-end":
      return paint(
        event.ok ? "dim" : "red",
        `- ${event.step}: ${event.skill} ${event.ok ? "is done" : "failed"}`,
      );
    case "critique-made":
      return toCritiqueLines(event.critique, paint);
    case "verdict-made":
      return toVerdictLine(event.verdict, paint);
  }
}

/** "Cost      $0.0042, 1,234 tokens, 2.1 s, gpt-x". */
export function toUsageLine({ tokens, cost_microusd, ms, models }: Usage, paint: Paint): string {
  const count = (tokens.input + tokens.output).toLocaleString("en");
  const parts = [
    toDollarText(cost_microusd),
    `${count} tokens`,
    `${(ms / 1_000).toFixed(1)} s`,
    models.join(", "),
  ];
  return toLabelled("Cost", parts.filter(Boolean).join(", "), paint);
}

export function toLabelled(label: string, text: string, paint: Paint): string {
  return `${paint("bold", label.padEnd(8))} ${text}`;
}

function toRouteLines({ outcome, skills, confidence, path }: Route, paint: Paint): string {
  const lines = skills.map(
    ({ skill, score, why }) => `${paint("green", skill)} (${score.toFixed(2)}): ${why}`,
  );
  switch (outcome) {
    case "single":
    case "several":
      return lines.map((line) => toLabelled("Skill", line, paint)).join("\n");
    case "unclear": {
      const head = toLabelled("Skill", `not clear yet (${confidence.toFixed(2)}); nearest:`, paint);
      return [head, ...lines.map((line) => `  ${line}`)].join("\n");
    }
    case "outside":
      return toLabelled("Skill", `none: ${path.includes(ESCALATED) ? FOR_A_PERSON : OUTSIDE}`, paint);
  }
}

function toPlanLines({ steps, reasoning }: Plan, paint: Paint): string {
  const cost = steps.reduce((sum, step) => sum + step.cost_microusd, 0);
  const head = toLabelled("Plan", `${steps.length} steps, about ${toDollarText(cost)}: ${reasoning}`, paint);
  const rows = steps.map(({ id, skill, depends_on }) => {
    const after = depends_on.length > 0 ? ` after ${depends_on.join(", ")}` : "";
    return `  ${id}: ${skill}${after}`;
  });
  return [head, ...rows].join("\n");
}

function toCritiqueLines({ score, threshold, issues, revisions }: Critique, paint: Paint): string {
  const enough = score >= threshold;
  const after = revisions > 0 ? `, after ${revisions} revision${revisions === 1 ? "" : "s"}` : "";
  const text = `${paint(enough ? "green" : "yellow", `${score}/100`)} (needs ${threshold}${after})`;
  const rows = issues.map(({ category, severity, message }) => `  ${severity} ${category}: ${message}`);
  return [toLabelled("Critic", text, paint), ...rows].join("\n");
}

function toVerdictLine({ decision, reasons }: Verdict, paint: Paint): string {
  if (decision === "pass") return "";
  const said = paint(decision === "withhold" ? "red" : "yellow", decision);
  return toLabelled("Verdict", reasons.length === 0 ? said : `${said}: ${toReasons(reasons)}`, paint);
}

function toReasons(reasons: string[]): string {
  const named = reasons.slice(0, MOST_REASONS).map((reason) => reason.replace(/\.$/, ""));
  const rest = reasons.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
