import type { Field, FieldType } from "../domain/skill.ts";

export type FieldMatch = { path: string[]; field: Field };

/**
 * The fields that a path of a check means; lists and tables are looked through. `moves` is a field of the contract,
 * `comparison.source` a column, `*cost*` every field whose own name fits, at any depth.
 */
export function findFields(fields: Field[], path: string): FieldMatch[] {
  const pattern = path.split(".").map((part) => toPattern(part));
  const isAnyDepth = pattern.length === 1 && path.includes("*");
  return listFields(fields, []).filter((match) => {
    const names = isAnyDepth ? match.path.slice(-1) : match.path;
    return names.length === pattern.length && pattern.every((part, index) => part.test(names[index] ?? ""));
  });
}

/** Every path of a contract, as an author would write it. */
export function listPaths(fields: Field[]): string[] {
  return listFields(fields, []).map((match) => match.path.join("."));
}

function listFields(fields: Field[], above: string[]): FieldMatch[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    return [{ path, field }, ...listFields(toInnerFields(field.type), path)];
  });
}

function toInnerFields(type: FieldType): Field[] {
  if (type.kind === "object") return type.fields;
  return type.kind === "list" ? toInnerFields(type.of) : [];
}

function toPattern(part: string): RegExp {
  const escaped = part.split("*").map((piece) => piece.replace(/[^a-z0-9_]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`);
}
