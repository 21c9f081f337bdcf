import type { Brief } from "../../domain/brief.ts";
import { toFieldLabel } from "../../domain/field-label.ts";
import type { Field } from "../../domain/skill.ts";
import { composeList } from "./compose-list.ts";
import { toScalar } from "./compose-scalar.ts";
import { composeTable } from "./compose-table.ts";
import { composeText, listFindings, toHowTo } from "./compose-text.ts";
import { toIntent } from "./field-intent.ts";
import { toFillValues } from "./fill-values.ts";
import { toLanguageNotice } from "./language-notice.ts";
import { noteBrackets } from "./gaps.ts";
import { toBullets, toRowsText } from "./markdown.ts";
import { type Material, readMaterial } from "./material.ts";
import { composeNote, type OfflineReason } from "./note.ts";
import { toStandingMember } from "./standing-text.ts";

/** A skill without an output contract answers in one piece of text. */
const PLAIN_ANSWER: Field = { name: "answer", type: { kind: "string" }, required: true, description: "" };

/**
 * The offline model's answer as Markdown, one section per field of the output contract:
 *
 *   brief -> material (sentences of sources, method steps, percentages, offsets, inputs)
 *         -> each field by its type and what its name wants -> sections -> note
 *
 * Every figure stands in the brief or is arithmetic on one that does; the same brief gives the same answer.
 */
export function composeAnswer(brief: Brief, reason: OfflineReason, now: Date): string {
  const material = readMaterial(brief, now);
  material.fillValues = toFillValues(material);
  const { output } = brief.skill;
  if (output.length === 0)
    return `${composeText(PLAIN_ANSWER, material)}\n\n## Note\n\n${composeNote(material, reason)}\n`;
  // What is missing is known when everything else is composed.
  const order = [...output.filter((field) => !isLast(field)), ...output.filter(isLast)];
  const bodies = new Map(
    order.map((field) => {
      const body = composeField(field, material);
      if (!isLast(field)) noteBrackets(field, body, material);
      return [field.name, body];
    }),
  );
  const sections = output.map((field) => `## ${toFieldLabel(field.name)}\n\n${bodies.get(field.name) ?? ""}`);
  const taken = output.some(({ name }) => toFieldLabel(name).toLowerCase() === "note");
  const notice = toLanguageNotice(material, sections.join("\n"));
  return (
    [
      ...(notice === null ? [] : [`> ${notice}`]),
      ...sections,
      `## ${taken ? "About this answer" : "Note"}\n\n${composeNote(material, reason)}`,
    ].join("\n\n") + "\n"
  );
}

function isLast(field: Field): boolean {
  return toIntent(field) === "unknowns";
}

function composeField(field: Field, material: Material): string {
  const { type } = field;
  switch (type.kind) {
    case "string":
      return composeText(field, material);
    case "list":
      if (type.of.kind === "object") {
        const columns = type.of.fields;
        return toRowsText(
          columns.map(({ name }) => name),
          composeTable(field, columns, material),
        );
      }
      return toBullets(composeList(field, type.of, material));
    case "object":
      return toBullets(composeObject(field, type.fields, material));
    default:
      return toScalar(field, material) ?? toDefault(field) ?? toOpenValue(field, material);
  }
}

/** `key: value` lines of what is known. */
function composeObject(whole: Field, fields: readonly Field[], material: Material): string[] {
  return fields.flatMap((field) => {
    const ready = toStandingMember(whole, field.name, material);
    const found = ready === null ? [] : listFindings(field, material);
    const text = ready === null ? toMember(field, material) : [...found, ready].join(" ");
    const value = text.replace(/\s*\n\s*/g, " ");
    if (value === "") material.gaps.push({ field: field.name, what: "" });
    return value === "" ? [] : [`${field.name}: ${value}`];
  });
}

function toMember(field: Field, material: Material): string {
  const { type } = field;
  if (type.kind === "string") return composeText(field, material);
  if (type.kind === "list" && type.of.kind !== "object")
    return composeList(field, type.of, material).join("; ");
  return toScalar(field, material) ?? toDefault(field) ?? "";
}

function toDefault({ default: value }: Field): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}

function toOpenValue(field: Field, material: Material): string {
  return toHowTo(field, material).replace(/\s+/g, " ");
}
