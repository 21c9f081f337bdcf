import { z } from "zod";

/**
 * State fields for shapes that `src/domain` declares as types. The schemas say only "an object" or "a list" to those
 * who read a graph's JSON schema: what is written there comes from our own nodes, so the compiler has checked it.
 */
export function objectField<T extends object>(description: string): z.ZodType<T | null> {
  const schema = z.looseObject({}).nullable().default(null).meta({ description });
  return schema as unknown as z.ZodType<T | null>;
}

export function listField<T>(description: string): z.ZodType<T[]> {
  const schema = z.array(z.unknown()).default([]).meta({ description });
  return schema as unknown as z.ZodType<T[]>;
}

export function textField(description: string): z.ZodType<string | null> {
  const schema = z.string().nullable().default(null).meta({ description });
  return schema as unknown as z.ZodType<string | null>;
}

/** What a reducer takes: a list to add, or `null` to begin anew. */
export function listUpdate<T>(): z.ZodType<T[] | null> {
  return z.array(z.unknown()).nullable() as unknown as z.ZodType<T[] | null>;
}
