import { z } from "zod";
import type { Field, FieldBounds, FieldType } from "../domain/skill.ts";

/** The schema of a contract: unknown names are refused, so that nothing is dropped unseen. Money is integer paise. */
export function toZod(fields: Field[]): z.ZodObject {
  return z.strictObject(Object.fromEntries(fields.map((field) => [field.name, toZodField(field, true)])));
}

export function toZodValue(type: FieldType, bounds?: FieldBounds): z.ZodType {
  switch (type.kind) {
    case "string":
      return withCharacters(z.string(), bounds);
    case "url":
      return withCharacters(z.url({ protocol: /^https?$/ }), bounds);
    case "number":
      return withLimits(z.number(), bounds);
    case "integer":
      return withLimits(z.int(), bounds);
    case "money":
      return withLimits(z.int(), bounds).meta({ description: "Integer paise (100 paise = 1 rupee)" });
    case "boolean":
      return z.boolean();
    case "date":
      return z.iso.date();
    case "enum":
      return z.enum(type.values);
    case "object":
      return z.strictObject(
        Object.fromEntries(type.fields.map((field) => [field.name, toZodField(field, false)])),
      );
    case "list": {
      const list = z.array(toZodValue(type.of));
      const atLeast = bounds?.min === undefined ? list : list.min(bounds.min);
      return bounds?.max === undefined ? atLeast : atLeast.max(bounds.max);
    }
  }
}

function toZodField(field: Field, isTop: boolean): z.ZodType {
  // An empty cell of a table says "not found"; an empty field of the contract itself is a missing one.
  const isFilled = isTop && field.required && field.type.kind === "string" && field.bounds?.min === undefined;
  const bounds: FieldBounds | undefined = isFilled
    ? { unit: "characters", ...field.bounds, min: 1 }
    : field.bounds;
  const value = toZodValue(field.type, bounds);
  const unit = field.type.kind === "money" ? "integer paise" : "";
  const description = [field.description, unit].filter((part) => part !== "").join("; ");
  const described = description === "" ? value : value.describe(description);
  if (field.default !== undefined) return described.default(field.default);
  return field.required ? described : described.optional();
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Characters as people count them: "क्षि" is one. */
function countCharacters(text: string): number {
  return Array.from(graphemes.segment(text)).length;
}

function withCharacters(schema: z.ZodType<string>, bounds: FieldBounds | undefined): z.ZodType {
  if (bounds === undefined) return schema;
  const { min = 0, max = Number.POSITIVE_INFINITY } = bounds;
  const fits = (text: string) => {
    const count = countCharacters(text);
    return count >= min && count <= max;
  };
  const limit = [min > 0 ? `at least ${min}` : "", Number.isFinite(max) ? `at most ${max}` : ""].filter(
    (part) => part !== "",
  );
  const keywords = { ...(min > 0 && { minLength: min }), ...(Number.isFinite(max) && { maxLength: max }) };
  return schema.refine(fits, `Write ${limit.join(" and ")} characters`).meta(keywords);
}

function withLimits(schema: z.ZodNumber, bounds: FieldBounds | undefined): z.ZodNumber {
  const atLeast = bounds?.min === undefined ? schema : schema.min(bounds.min);
  return bounds?.max === undefined ? atLeast : atLeast.max(bounds.max);
}
