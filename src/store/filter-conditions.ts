import { AppError } from "../domain/errors.ts";
import { toJsonbText } from "./jsonb-text.ts";

/** Adds a parameter to the statement and returns its place, e.g. `$3`. */
export type Bind = (value: unknown) => string;

const COMPARISONS: Record<string, string> = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" };
const OPERATORS = ["$eq", "$ne", ...Object.keys(COMPARISONS), "$in", "$nin"];

/**
 * SQL conditions on `value` for a filter of the store: `{ key: wanted }` by containment, `{ key: { $gt: 3 } }` by
 * operator. Comparisons hold between two numbers or two strings (ISO dates, for one); other pairs never match.
 */
export function toFilterConditions(filter: Record<string, unknown>, bind: Bind): string[] {
  const entries = Object.entries(filter).filter(([, wanted]) => wanted !== undefined);
  const contained = entries.filter(([, wanted]) => !isOperation(wanted));
  const conditions = entries.flatMap(([key, wanted]) =>
    isOperation(wanted)
      ? Object.entries(wanted).map(([operator, operand]) => toCondition(key, operator, operand, bind))
      : [],
  );
  if (contained.length > 0) conditions.push(`value @> ${bindJson(Object.fromEntries(contained), bind)}`);
  return conditions;
}

function isOperation(wanted: unknown): wanted is Record<string, unknown> {
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) return false;
  const keys = Object.keys(wanted);
  return keys.length > 0 && keys.every((key) => key.startsWith("$"));
}

function toCondition(key: string, operator: string, operand: unknown, bind: Bind): string {
  const field = `(value -> ${bind(key)}::text)`;
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) {
    const other = bindJson(operand, bind);
    const sameType = `jsonb_typeof(${field}) = jsonb_typeof(${other}) and jsonb_typeof(${other}) in ('number', 'string')`;
    return `(${sameType} and ${field} ${comparison} ${other})`;
  }
  switch (operator) {
    case "$eq":
      return `${field} = ${bindJson(operand, bind)}`;
    case "$ne":
      return `${field} is distinct from ${bindJson(operand, bind)}`;
    case "$in":
      return isOneOf(field, operand, bind);
    case "$nin":
      return `(${isOneOf(field, operand, bind)}) is not true`;
    default:
      throw new AppError("validation_failed", `Unknown filter operator ${JSON.stringify(operator)}`, {
        fix: `Use ${OPERATORS.join(", ")}.`,
        errors: [{ path: `filter.${key}`, message: `unknown operator ${operator}` }],
      });
  }
}

function isOneOf(field: string, operand: unknown, bind: Bind): string {
  return `${field} in (select jsonb_array_elements(${bindJson(Array.isArray(operand) ? operand : [], bind)}))`;
}

function bindJson(value: unknown, bind: Bind): string {
  return `${bind(toJsonbText(JSON.stringify(value ?? null)))}::jsonb`;
}
