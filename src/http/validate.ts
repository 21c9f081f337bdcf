import type { z } from "zod";
import { AppError, type FieldError } from "../domain/errors.ts";

const SAID_AT_ONCE = 3;

/** Parses or throws `validation_failed`, whose detail names the field. */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw toValidationError(result.error.issues);
}

function toValidationError(issues: readonly z.core.$ZodIssue[]): AppError {
  const errors = issues.map(toFieldError);
  const said = errors
    .slice(0, SAID_AT_ONCE)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const rest = errors.length - said.length;
  return new AppError("validation_failed", said.join("; ") + (rest > 0 ? `; and ${rest} more` : ""), {
    errors,
  });
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  return { path: issue.path.map(String).join("."), message: toMessage(issue) };
}

function toMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return [...new Set(issue.errors.flatMap((branch) => branch.map(toMessage)))].join(", or ");
  }
  if (issue.message.endsWith("received undefined")) return "is required";
  return issue.message.replace(/^Invalid (input|option): /, "");
}
