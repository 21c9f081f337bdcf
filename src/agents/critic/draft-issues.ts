import type { CritiqueIssue } from "../../domain/answer.ts";
import { isRecord } from "../shape/json-value.ts";
import type { Case } from "./issue.ts";
import { toEvidence } from "./issue.ts";

/** What a writer leaves behind who meant to come back; a merge field such as [Name] or {{first_name}} is none. */
const PLACEHOLDER =
  /\b(?:[Ll]orem ipsum|TBD|TODO|[Tt]o be (?:decided|added|filled in))\b|\[(?:[Ii]nsert|[Aa]dd|[Yy]our (?:company|product|brand))[^\]]*\]|<[Ii]nsert[^>]*>|(?:₹|\bRs\.?\s?)X+\b|\bX{2,}\s?%|\b[Aa]s an AI\b/g;
const ACTION_FIELD = /(?:^|_)(?:moves?|actions?|steps?|tasks?|recommendations?|todos?)(?:_|$)/;
const VAGUE =
  /^\W*(?:consider|explore|think about|look into|try to|leverage|look at ways|be mindful|keep in mind|stay consistent|focus on quality)\b/i;

/** Signs of an unfinished draft, and advice that nobody can act on. */
export function findDraftIssues({ answer }: Case): CritiqueIssue[] {
  const left = [...new Set(answer.text.match(PLACEHOLDER) ?? [])];
  const vague = toActions(answer.output).filter((action) => VAGUE.test(action) && !/\p{N}/u.test(action));
  return [
    ...(left.length === 0
      ? []
      : [
          toIssue(
            "COMPLETENESS",
            "MEDIUM",
            "The answer still has gaps that were to be filled in.",
            left.join(", "),
          ),
        ]),
    ...(vague.length === 0
      ? []
      : [
          toIssue(
            "ACTIONABILITY",
            "LOW",
            "Advice without a first step cannot be acted on.",
            vague.join("; "),
          ),
        ]),
  ];
}

function toActions(output: Record<string, unknown>): string[] {
  return Object.entries(output)
    .filter(([name]) => ACTION_FIELD.test(name))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .map((item: unknown) => (isRecord(item) ? Object.values(item)[0] : item))
    .filter((item) => typeof item === "string");
}

function toIssue(
  category: CritiqueIssue["category"],
  severity: CritiqueIssue["severity"],
  message: string,
  evidence: string,
): CritiqueIssue {
  return { category, severity, message, evidence: toEvidence(evidence) };
}
