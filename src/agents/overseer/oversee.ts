import type { Answer, Critique, CritiqueIssue, Degraded, Verdict } from "../../domain/answer.ts";
import type { Foundation } from "../../domain/foundation.ts";
import { withoutEmojis } from "./emojis.ts";
import { maskText, maskValue } from "./personal-data.ts";

/** Below this an answer is not released, whatever its skill asks for (DOMAIN 7.3). */
const RELEASABLE_SCORE = 50;
const SHOWN_ISSUES = 6;

export type Oversight = {
  critique: Critique;
  answer: Answer;
  foundation: Foundation | null;
  degraded: Degraded;
  /** The person's own words: personal data that stands in them is theirs and is not hidden from them. */
  request?: string;
};

/**
 * The last look before a person reads the answer: whether it goes out, without personal data of others, in keeping
 * with the constitution of the tenant.
 */
export function oversee({ critique, answer, foundation, degraded, request = "" }: Oversight): {
  verdict: Verdict;
  answer: Answer;
  degraded: Degraded;
} {
  const { score, threshold, issues } = critique;
  if (score < RELEASABLE_SCORE) {
    const reasons = toReasons(issues);
    return {
      verdict: { decision: "withhold", reasons },
      answer: withhold(answer, critique),
      degraded: { reason: "quality" },
    };
  }
  const cleaned = clean(answer, foundation, request);
  const isPassed = score >= threshold;
  const reasons = [...(isPassed ? [] : toReasons(issues)), ...cleaned.reasons];
  return { verdict: { decision: isPassed ? "pass" : "warn", reasons }, answer: cleaned.answer, degraded };
}

function clean(
  answer: Answer,
  foundation: Foundation | null,
  request: string,
): { answer: Answer; reasons: string[] } {
  const known = `${request}\n${JSON.stringify(foundation ?? {})}`;
  const text = maskText(answer.text, known);
  const output = maskValue(answer.output, known);
  const kinds = [...new Set([...text.masked, ...output.masked])];
  const masked: Answer = { ...answer, text: text.text, output: isObject(output.value) ? output.value : {} };
  const reasons = kinds.length === 0 ? [] : [`Personal data was hidden: ${kinds.join(", ")}.`];
  if (foundation?.constitution?.no_emojis !== true) return { answer: masked, reasons };
  const plain = mapTexts(masked.output, withoutEmojis);
  return {
    answer: { ...masked, text: withoutEmojis(masked.text), output: isObject(plain) ? plain : {} },
    reasons,
  };
}

/** What a person gets instead of an answer that is not good enough: the plain truth about it. */
function withhold(answer: Answer, { score, issues }: Critique): Answer {
  const found = issues.slice(0, SHOWN_ISSUES).map((issue) => `- ${issue.message}`);
  const more = issues.length > SHOWN_ISSUES ? [`- and ${issues.length - SHOWN_ISSUES} more`] : [];
  const text = [
    `I did not release this answer: its check gave ${score} of 100, and below ${RELEASABLE_SCORE} an answer does more harm than good.`,
    "",
    "What was wrong with it:",
    "",
    ...found,
    ...more,
    "",
    "Giving more facts about the business or the task, or adding documents to the knowledge base, usually helps.",
  ].join("\n");
  return { ...answer, output: {}, text };
}

function toReasons(issues: readonly CritiqueIssue[]): string[] {
  return [...new Set(issues.map((issue) => issue.message))];
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
