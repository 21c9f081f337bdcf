import type { Critique } from "../../domain/answer.ts";
import { toKnownSources } from "../hydrate/known-facts.ts";
import { findArithmeticIssues } from "./arithmetic.ts";
import { findBrandIssues } from "./brand-issues.ts";
import { findCheckIssues } from "./check-issues.ts";
import { findContractIssues } from "./contract-issues.ts";
import { findDraftIssues } from "./draft-issues.ts";
import { findEmptyIssues } from "./empty-issues.ts";
import { findFigureIssues } from "./figure-issues.ts";
import { type Case, toCritique } from "./issue.ts";
import { findRequestIssues } from "./request-issues.ts";
import { findSourceIssues } from "./source-issues.ts";

/**
 * Reads an answer by rules: the contract of its skill, the checks that code can decide, figures, arithmetic and
 * sources, what the request asked for, and the voice of the brand. Score and severities follow DOMAIN 7.3.
 */
export function criticise(given: Case): Critique {
  const sources = toKnownSources(given);
  const issues = [
    ...findContractIssues(given),
    ...findCheckIssues(given, sources),
    ...findSourceIssues(given, sources),
    ...findArithmeticIssues(given.answer.text),
    ...findFigureIssues(given),
    ...findRequestIssues(given),
    ...findDraftIssues(given),
    ...findEmptyIssues(given),
    ...findBrandIssues(given),
  ];
  return toCritique(issues, given);
}
