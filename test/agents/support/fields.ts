import type { Field, FieldType } from "../../../src/domain/skill.ts";

export function field(name: string, type: FieldType | FieldType["kind"], rest: Partial<Field> = {}): Field {
  return {
    name,
    type: typeof type === "string" ? toType(type) : type,
    required: true,
    description: "",
    ...rest,
  };
}

export function listOf(
  of: FieldType | FieldType["kind"],
  presentation: "list" | "table" = "list",
): FieldType {
  return { kind: "list", of: typeof of === "string" ? toType(of) : of, presentation };
}

export function objectOf(...fields: Field[]): FieldType {
  return { kind: "object", fields };
}

function toType(kind: FieldType["kind"]): FieldType {
  if (kind === "enum" || kind === "object" || kind === "list")
    throw new Error(`${kind} needs more than its kind`);
  return { kind };
}
