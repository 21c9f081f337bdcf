import type { z } from "zod";
import type { FieldError } from "../../domain/errors.ts";
import type { Field } from "../../domain/skill.ts";
import { toZod } from "../../skills/to-zod.ts";

type Issue = z.core.$ZodIssue;

/** The output as far as it keeps the contract, defaults filled in, and what is missing or wrong. */
export function checkContract(
  output: Record<string, unknown>,
  fields: Field[],
): { output: Record<string, unknown>; problems: FieldError[] } {
  const checked = toZod(fields.map(withEmptyCells)).safeParse(output);
  if (checked.success) return { output: checked.data, problems: [] };
  const kept = { ...toDefaults(fields), ...output };
  for (const issue of checked.error.issues) {
    if (issue.code === "unrecognized_keys" && issue.path.length === 0)
      for (const key of issue.keys) delete kept[key];
    else if (!isBound(issue)) delete kept[String(issue.path[0])];
  }
  return { output: kept, problems: checked.error.issues.map((issue) => toProblem(issue, output)) };
}

/** In a table an empty cell says "not found", whatever its column holds. */
function withEmptyCells(field: Field): Field {
  const { type } = field;
  if (type.kind !== "list" || type.presentation !== "table" || type.of.kind !== "object") return field;
  const columns = type.of.fields.map((column) => ({ ...column, required: false }));
  return { ...field, type: { ...type, of: { kind: "object", fields: columns } } };
}

/** A value of the right type that is too long, too many or too large. */
function isBound(issue: Issue): boolean {
  return issue.code === "too_small" || issue.code === "too_big" || issue.code === "custom";
}

function toProblem(issue: Issue, output: Record<string, unknown>): FieldError {
  const path = toPath(issue.path);
  const top = issue.path.length === 1 && !(String(issue.path[0]) in output);
  return { path, message: top ? "is missing" : issue.message };
}

/** "moves[1].cost" */
function toPath(parts: readonly PropertyKey[]): string {
  return parts
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
    )
    .join("");
}

function toDefaults(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter((field) => field.default !== undefined).map((field) => [field.name, field.default]),
  );
}
