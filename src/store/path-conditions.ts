import type { MatchCondition } from "@langchain/langgraph-checkpoint";
import type { Bind } from "./filter-conditions.ts";
import { toPlainText } from "./jsonb-text.ts";
import { toPathIfStorable } from "./namespace.ts";

const ANY_LABEL = "*";

/**
 * The path itself and everything below it: one range of the index, because `/` follows `.` and paths sort by code
 * point. No pattern is involved, so `%` and `_` mean themselves.
 */
export function isBelow(path: string, bind: Bind): string {
  return `(namespace = ${bind(path)} or (namespace >= ${bind(`${path}.`)} and namespace < ${bind(`${path}/`)}))`;
}

/** Whether the first or last labels are those of the condition, in which `*` is any label. */
export function isMatching({ matchType, path }: MatchCondition, bind: Bind): string {
  const wanted = `${bind(path.map(toPlainText))}::text[]`;
  const skipped = matchType === "prefix" ? "0" : `cardinality(labels) - cardinality(${wanted})`;
  return `(cardinality(labels) >= cardinality(${wanted}) and not exists (
    select 1 from unnest(${wanted}) with ordinality as part (label, place)
    where part.label <> '${ANY_LABEL}' and part.label <> labels[part.place::int + ${skipped}]
  ))`;
}

/** The part of a prefix before its first `*` as a range of the index; "true" when it begins with one. */
export function isBelowLiteralPart({ matchType, path }: MatchCondition, bind: Bind): string {
  const wildcard = path.indexOf(ANY_LABEL);
  const literal = toPathIfStorable(wildcard === -1 ? path : path.slice(0, wildcard));
  return matchType === "prefix" && literal !== undefined ? isBelow(literal, bind) : "true";
}
