import type { z } from "zod";
import { AppError } from "../domain/errors.ts";

/**
 * What a handler of custom auth made of the request, in the shape the request had. Throws `validation_failed`, since
 * handlers write what they like.
 */
export function toAuthorized<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError(
    "validation_failed",
    errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
    {
      errors,
    },
  );
}
