import { z } from "zod";
import type { Field } from "../domain/skill.ts";
import { toZod } from "./to-zod.ts";

/** The same contract as `toZod` as JSON Schema (draft 2020-12), for models and for clients that draw forms. */
export function toJsonSchema(fields: Field[]): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(toZod(fields), { io: "input" });
  return schema;
}
