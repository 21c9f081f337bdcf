import type { CritiqueIssue } from "../../domain/answer.ts";
import type { Field } from "../../domain/skill.ts";
import { isRecord } from "../shape/json-value.ts";
import { type Case, toEvidence } from "./issue.ts";
import { isBlank } from "./output-values.ts";

const SAYS_UNKNOWN =
  /^\W*(?:not (?:yet )?(?:known|found|stated|given)|unknown|to (?:establish|find out|be found)|nothing (?:further|is known)|open item|पता नहीं|पता करना)/iu;
/** From this share of empty places on, rows have gaps; from the second on, a part is a gap with a frame around it. */
const GAPS = 0.4;
const MOSTLY_EMPTY = 0.6;
/** Further empty parts weigh less: an honest gap alone shall not keep an answer back. */
const MOST_MEDIUM = 3;
const FEW_BRACKETS = 3;
const SOURCE = /^(?:sources?|references?|citations?)$/;
/** A reference, a tick box and the merge fields of mail programs are no gaps. */
const BRACKET =
  /\[(?!S\d|[ x]\]|(?:first |last |full )?name\]|link\]|number\]|phone\]|(?:पहला )?नाम\]|लिंक\]|नंबर\])[^\][\n]{2,160}\](?!\()/giu;

/** Parts that say little or nothing: an answer may be honest about it, and is still not complete. */
export function findEmptyIssues({ answer, skill }: Case): CritiqueIssue[] {
  const parts = skill.output
    .filter((field) => field.required && field.name !== "unknowns")
    .map((field) => ({ field, share: toEmptyShare(answer.output[field.name], field) }))
    .filter(({ share, field }) => share >= (field.type.kind === "list" ? GAPS : MOSTLY_EMPTY))
    .toSorted((left, right) => right.share - left.share);
  const isWeighty = ({ field, share }: (typeof parts)[number], index: number): boolean =>
    field.type.kind === "list" && share >= MOSTLY_EMPTY && index < MOST_MEDIUM;
  const brackets = [...new Set(answer.text.match(BRACKET) ?? [])];
  return [
    ...parts.map((part, index) =>
      toIssue(
        isWeighty(part, index) ? "MEDIUM" : "LOW",
        `The part "${part.field.name}" is ${part.share >= MOSTLY_EMPTY ? "mostly unknown" : "empty in many places"}.`,
        part.field.name,
      ),
    ),
    ...(brackets.length < FEW_BRACKETS
      ? []
      : [
          toIssue(
            "LOW",
            `${brackets.length} places in brackets are for a person to fill in.`,
            brackets.join(" "),
          ),
        ]),
  ];
}

/** How much of a part says nothing, 0 to 1; a missing part is another fault. */
function toEmptyShare(value: unknown, field: Field): number {
  const places = toPlaces(value, field);
  return places.length === 0 ? 0 : places.filter(saysNothing).length / places.length;
}

/** Each value of the part; of a row each column but its sources, also those that are absent. */
function toPlaces(value: unknown, { type }: Pick<Field, "type">): unknown[] {
  if (value === undefined) return [];
  if (type.kind === "list" && Array.isArray(value)) {
    return value.flatMap((item: unknown) => toPlaces(item, { type: type.of }));
  }
  if (type.kind !== "object" || !isRecord(value)) return [value];
  return type.fields.filter(({ name }) => !SOURCE.test(name)).map(({ name }) => value[name]);
}

function saysNothing(value: unknown): boolean {
  return isBlank(value) || (typeof value === "string" && SAYS_UNKNOWN.test(value));
}

function toIssue(severity: CritiqueIssue["severity"], message: string, evidence: string): CritiqueIssue {
  return { category: "COMPLETENESS", severity, message, evidence: toEvidence(evidence) };
}
