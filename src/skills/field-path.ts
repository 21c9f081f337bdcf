import type { Field, FieldType } from "../domain/skill.ts";

export type FieldMatch = { path: string[]; field: Field };

/**
 * The fields that a path of a check means; lists and tables are looked through. `moves` is a field of the contract,
 * `comparison.source` a column, `*cost*` every field whose own name fits, at any depth.
 */
export function findFields(fields: Field[], path: string): FieldMatch[] {
  const parts = path.split(".");
  const isAnyDepth = parts.length === 1 && path.includes("*");
  return listFields(fields, []).filter((match) => {
    const names = isAnyDepth ? match.path.slice(-1) : match.path;
    return names.length === parts.length && parts.every((part, index) => isLike(names[index] ?? "", part));
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

/** `*` stands for any letters; the pieces between are looked for from left to right, without going back. */
function isLike(name: string, part: string): boolean {
  const [first = "", ...pieces] = part.split("*");
  const last = pieces.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = name.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
