import type { Question } from "../../src/domain/progress.ts";
import type { Field, FieldType } from "../../src/domain/skill.ts";

/** The question that names what a skill still needs, in words a person can answer in one line. */
export function toQuestion(title: string, missing: Field[], complaint: string | null): Question {
  const wanted = missing.map((field) => `- ${field.name.replaceAll("_", " ")}: ${describe(field)}`);
  const [only] = missing;
  const request =
    missing.length === 1 && only !== undefined
      ? `To go on with "${title}" I need one thing: ${only.name.replaceAll("_", " ")} (${describe(only)}).`
      : [`To go on with "${title}" I need:`, ...wanted].join("\n");
  return {
    kind: "question",
    question: complaint === null ? request : `${complaint}\n\n${request}`,
    missing: missing.map((field) => ({
      name: field.name,
      type: toTypeText(field.type),
      description: field.description,
    })),
  };
}

function describe(field: Field): string {
  return field.description === "" ? toTypeText(field.type) : field.description;
}

/** A type as it is written in a skill file. */
function toTypeText(type: FieldType): string {
  switch (type.kind) {
    case "enum":
      return `enum(${type.values.join(", ")})`;
    case "object":
      return `object {${type.fields.map((field) => field.name).join(", ")}}`;
    case "list":
      return `${toTypeText(type.of)}[]`;
    default:
      return type.kind;
  }
}
