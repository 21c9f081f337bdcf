import { z } from "zod";

/** What is done to a body before it is validated, worked out once per schema. */
export type FieldPlan = {
  /** camelCase spelling and the field it means. */
  aliases: readonly (readonly [alias: string, field: string])[];
  /** Fields for which `null` means absent. */
  nullable: readonly string[];
  nested: readonly (readonly [field: string, plan: FieldPlan])[];
};

/**
 * Reads the declared fields of an object schema, or of the objects in a list, at any depth; data inside records and
 * unions is the client's own.
 */
export function toFieldPlan(schema: z.ZodType): FieldPlan | undefined {
  const object = unwrap(schema);
  if (object instanceof z.ZodArray)
    return object.element instanceof z.ZodType ? toFieldPlan(object.element) : undefined;
  if (!(object instanceof z.ZodObject)) return undefined;
  const shape: Record<string, z.core.$ZodType> = object.shape;
  const fields = Object.entries(shape);
  return {
    aliases: fields
      .map(([field]) => [toCamelCase(field), field] as const)
      .filter(([alias, field]) => alias !== field),
    // Where any JSON is allowed, null is a value.
    nullable: fields.filter(([, type]) => !(unwrap(type) instanceof z.ZodUnknown)).map(([field]) => field),
    nested: fields.flatMap(([field, type]) => {
      const plan = type instanceof z.ZodType ? toFieldPlan(type) : undefined;
      return plan === undefined ? [] : [[field, plan] as const];
    }),
  };
}

/** Changes the parsed body in place: null becomes absent, an alias its field unless that is there too. */
export function applyFieldPlan(value: unknown, plan: FieldPlan): void {
  if (Array.isArray(value)) for (const each of value) applyFieldPlan(each, plan);
  if (!isRecord(value)) return;
  for (const [alias, field] of plan.aliases) {
    if (!Object.hasOwn(value, alias)) continue;
    if (!Object.hasOwn(value, field) || value[field] === null) value[field] = value[alias];
    delete value[alias];
  }
  for (const field of plan.nullable) {
    if (value[field] === null) delete value[field];
  }
  for (const [field, nested] of plan.nested) applyFieldPlan(value[field], nested);
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodDefault) return unwrap(schema.unwrap());
  return schema;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toCamelCase(field: string): string {
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
