import type { CritiqueIssue } from "../../domain/answer.ts";
import type { NumberedSource } from "../../domain/brief.ts";
import type { CheckRule, SkillCheck } from "../../domain/skill.ts";
import type { Case } from "./issue.ts";
import { toEvidence } from "./issue.ts";
import { holdsAddress, holdsPhrase, holdsValue } from "./mentions.ts";
import { findOutputValues, isBlank, type OutputValue } from "./output-values.ts";
import { findReferences } from "./source-issues.ts";

const CURRENCY = /₹|\$|€|£|\b(?:rs|inr|usd|eur|aed|rupees?|paise|lakhs?|crores?)\b|रुपय|रु\.?|ரூ/iu;
const SHOWN = 4;

/** The checks of a skill that code decides. */
export function findCheckIssues(given: Case, sources: readonly NumberedSource[]): CritiqueIssue[] {
  return given.skill.checks.flatMap((check) =>
    check.rule === undefined ? [] : decide(check, check.rule, given, sources),
  );
}

function decide(
  check: SkillCheck,
  rule: CheckRule,
  given: Case,
  sources: readonly NumberedSource[],
): CritiqueIssue[] {
  const { answer, skill } = given;
  if (rule.kind === "mentions") return findUnmentioned(check, rule.path, given);
  const values = findOutputValues(answer.output, skill.output, rule.path);
  switch (rule.kind) {
    case "cites": {
      const uncited = values.filter((found) => needsSource(found) && !isCited(found.value, sources, given));
      return toIssue(uncited, "HIGH", "FACTUAL", `No source is given where one belongs: ${check.text}`);
    }
    case "currency": {
      const bare = values.filter(
        ({ value }) => typeof value === "string" && /\p{N}/u.test(value) && !CURRENCY.test(value),
      );
      return toIssue(bare, "MEDIUM", "FACTUAL", `An amount has no currency: ${check.text}`);
    }
    case "count": {
      const wrong = values.filter(
        ({ value }) => Array.isArray(value) && !compares(value.length, rule.op, rule.value),
      );
      const counts = wrong.map(({ value }) => (Array.isArray(value) ? value.length : 0)).join(", ");
      return toIssue(
        wrong,
        "MEDIUM",
        "COMPLETENESS",
        `There should be ${rule.op} ${rule.value} of ${rule.path}, and there are ${counts}: ${check.text}`,
      );
    }
  }
}

/** An empty cell in a row that says nothing else needs no source. */
function needsSource({ path, value, row }: OutputValue): boolean {
  if (!isBlank(value) || row === null) return !isBlank(value);
  const own = path.slice(path.lastIndexOf(".") + 1);
  const [, ...facts] = Object.entries(row).filter(([name]) => name !== own);
  return facts.some(([, fact]) => !isBlank(fact));
}

function isCited(value: unknown, sources: readonly NumberedSource[], { foundation, request }: Case): boolean {
  const texts = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === "string",
  );
  return texts.some((text) => {
    const references = findReferences(text);
    if (references.some((reference) => sources.some((source) => source.ref === reference))) return true;
    if (sources.some(({ source }) => source.title !== "" && holdsPhrase(text, source.title))) return true;
    if (foundation !== null && /\bfoundation|business profile\b/i.test(text)) return true;
    if (request !== "" && /\b(?:the |your )?request\b/i.test(text)) return true;
    const address = /https?:\/\/\S+/.exec(text)?.[0];
    return (
      address !== undefined &&
      sources.some(({ source, text: known }) => holdsAddress(`${source.id} ${known}`, address))
    );
  });
}

function findUnmentioned(check: SkillCheck, path: string, { inputs, answer, skill }: Case): CritiqueIssue[] {
  const name = path.replace(/^inputs\./, "");
  const kind = skill.inputs.find((field) => field.name === name)?.type.kind;
  const value = inputs[name];
  const wanted = (Array.isArray(value) ? value : [value]).filter((item) => !isBlank(item));
  const absent = wanted.filter((item) => !isMentioned(answer.text, item, kind));
  if (absent.length === 0) return [];
  const names = absent.map(String).join(", ");
  return [
    {
      category: "COMPLETENESS",
      severity: "MEDIUM",
      message: `The answer does not mention ${toEvidence(names)}: ${check.text}`,
      evidence: path,
    },
  ];
}

function isMentioned(text: string, value: unknown, kind: string | undefined): boolean {
  if (typeof value === "number") return holdsValue(text, kind === "money" ? value / 100 : value);
  if (typeof value !== "string") return true;
  return /^https?:/.test(value) ? holdsAddress(text, value) : holdsPhrase(text, value);
}

function compares(count: number, op: "=" | ">=" | "<=" | ">" | "<", value: number): boolean {
  switch (op) {
    case "=":
      return count === value;
    case ">=":
      return count >= value;
    case "<=":
      return count <= value;
    case ">":
      return count > value;
    case "<":
      return count < value;
  }
}

function toIssue(
  found: readonly OutputValue[],
  severity: CritiqueIssue["severity"],
  category: CritiqueIssue["category"],
  message: string,
): CritiqueIssue[] {
  if (found.length === 0) return [];
  const places = found
    .slice(0, SHOWN)
    .map(({ path, value }) => (typeof value === "string" && value !== "" ? `${path}: ${value}` : path));
  const more = found.length > SHOWN ? [`and ${found.length - SHOWN} more`] : [];
  return [{ category, severity, message, evidence: toEvidence([...places, ...more].join("; ")) }];
}
