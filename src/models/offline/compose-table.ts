import { toRupeeText } from "../../domain/money.ts";
import type { Field } from "../../domain/skill.ts";
import { applyArithmetic } from "./apply-step.ts";
import { isForColumn } from "./column-words.ts";
import { toEnumValue, toScalar } from "./compose-scalar.ts";
import { isPublic, listCopyLines, listHashtags, toCallToAction } from "./copy-lines.ts";
import { toLongDay } from "./days.ts";
import { toIntent } from "./field-intent.ts";
import { type Evidence, type Material, toCited } from "./material.ts";
import { listRowSeeds, type RowSeed } from "./row-seeds.ts";
import { listRowEvidence } from "./row-evidence.ts";
import { isMentioned } from "./terms.ts";
import { toYearlyCost } from "./yearly-cost.ts";

type RowContext = {
  seed: RowSeed;
  index: number;
  /** Sentences about the row's subject that no cell has used yet. */
  open: Evidence[];
  /** Citations of the sentences used in this row. */
  refs: Set<string>;
  hasSourceColumn: boolean;
  nameColumn: string | undefined;
};

const SOURCE = /^(?:sources?|references?|citations?|evidence_refs?)$/;
const INDEX = /^(?:#|no|nr|number|index|position|rank|order|slide|step_no|day|week|phase_no)$/;

/** Rows of cells for a list of objects; a cell that nothing gives is empty, and is counted as a gap. */
export function composeTable(field: Field, columns: readonly Field[], material: Material): string[][] {
  const hasSourceColumn = columns.some(({ name }) => SOURCE.test(name));
  const rows = listRowSeeds(field, columns, material).map((seed, index) => {
    const nameColumn = columns.find((column) => isNameColumn(column, seed))?.name;
    const open = listRowEvidence(seed, material);
    const refs = new Set(seed.ref === "" ? [] : [`[${seed.ref}]`]);
    const context: RowContext = { seed, index, open, refs, hasSourceColumn, nameColumn };
    const cells = columns.map((column) => toCell(column, context, material));
    // Citations are known when the other cells are filled.
    const filled = columns.map((column, at) =>
      SOURCE.test(column.name) ? toRefs(column, context, material) : (cells[at] ?? ""),
    );
    noteGaps(field, columns, filled, seed, material);
    return filled;
  });
  if (rows.length === 0) material.gaps.push({ field: field.name, what: "" });
  return rows;
}

/** A list is never left empty: a row without a source rests on the request. */
function toRefs({ type }: Field, { refs }: RowContext, { phrases }: Material): string {
  return refs.size === 0 && type.kind === "list" ? phrases.theRequest : [...refs].join("; ");
}

function isNameColumn({ type, name }: Field, seed: RowSeed): boolean {
  if (type.kind !== "string" || SOURCE.test(name) || INDEX.test(name)) return false;
  return seed.kind !== "milestone" || !/date|when|day|timing|start|end/.test(name);
}

function toCell(column: Field, context: RowContext, material: Material): string {
  const { seed, index } = context;
  if (column.name === context.nameColumn) {
    return seed.ref === "" || context.hasSourceColumn ? seed.name : `${seed.name} [${seed.ref}]`;
  }
  if (SOURCE.test(column.name)) return "";
  switch (column.type.kind) {
    case "enum":
      return toEnumCell(column.name, column.type.values, seed, material);
    case "integer":
    case "number":
      if (seed.share !== null && /share|percent|weight/.test(column.name)) return String(seed.share.percent);
      return INDEX.test(column.name) ? String(seed.number ?? index + 1) : "";
    case "money":
      return seed.share === null ? "" : toRupeeText(seed.share.paise);
    case "date":
      return seed.day ?? "";
    case "string":
      return toTextCell(column, context, material);
    case "list":
      return column.name.includes("hashtag") ? listHashtags(material).join("; ") : "";
    case "boolean":
    case "url":
    case "object":
      return toScalar(column, material) ?? "";
  }
}

function toTextCell(column: Field, context: RowContext, material: Material): string {
  const { seed, index } = context;
  const name = column.name.toLowerCase();
  if (INDEX.test(name))
    return seed.kind === "milestone" && seed.day !== null
      ? toLongDay(seed.day)
      : String(seed.number ?? index + 1);
  if (seed.kind === "named") return toEvidenceCell(column, context, material);
  if (seed.share !== null && /share|percent|weight/.test(name)) return `${seed.share.percent}%`;
  if (seed.share !== null && /amount|budget|cost|spend|allocation|rupee|inr/.test(name))
    return toRupeeText(seed.share.paise);
  if (/date|when|deadline|start|timing/.test(name))
    return seed.day === null ? seed.when : toLongDay(seed.day);
  if (/hashtag/.test(name)) return listHashtags(material).join(" ");
  if (/^cta$|call_to/.test(name)) return toCallToAction(material);
  const about = toSubjectCell(name, material);
  if (about !== null) return about;
  if (seed.kind === "part" && toIntent(column) === "copy") return toPartText(seed, index, material);
  if (
    seed.kind === "copy" ||
    (seed.kind !== "gap" && toIntent(column) === "copy" && !/message|description/.test(name))
  ) {
    const lines = listCopyLines(material);
    return seed.kind === "copy" ? (lines[(index + 1) % lines.length] ?? "") : (lines[index] ?? "");
  }
  if (/step|action|task|what|do$|activit|detail|how|description|focus/.test(name)) {
    return applyArithmetic(seed.details.shift() ?? "", material);
  }
  return toScalar(column, material) ?? "";
}

/** The name of a part decides alone ("Proof" is of the kind "proof"): what the request says holds for the whole. */
function toEnumCell(column: string, values: readonly string[], seed: RowSeed, material: Material): string {
  if (seed.kind !== "part") return toEnumValue(column, values, material) ?? "";
  return values.find((value) => isMentioned(value, seed.name)) ?? "";
}

/** What the skill wants of this part, behind a sentence of the business that it can be written from. */
function toPartText(seed: RowSeed, index: number, { evidence, phrases }: Material): string {
  const facts = evidence.filter(isPublic);
  const fact = facts[index % Math.max(1, facts.length)];
  const wanted = seed.details.shift();
  const parts = [
    fact === undefined ? "" : toCited(fact),
    wanted === undefined ? "" : `(${phrases.toWrite}: ${wanted})`,
  ];
  return parts.filter(Boolean).join(" ");
}

function toSubjectCell(column: string, { subject }: Material): string | null {
  if (/audience|segment|customer/.test(column)) return subject.audience;
  if (/^(?:place|city|location|region|market)$/.test(column)) return subject.place;
  if (/^(?:festival|occasion)$/.test(column)) return subject.occasion;
  return null;
}

/** What a source says about the row's subject and the column's question; empty when none does. */
function toEvidenceCell(column: Field, context: RowContext, { brief, phrases }: Material): string {
  const found = context.open.findIndex(({ about, text }) => isForColumn(`${about} ${text}`, column));
  const sentence = context.open[found];
  if (sentence === undefined) return "";
  context.open.splice(found, 1);
  context.refs.add(sentence.ref === "" ? phrases.theRequest : `[${sentence.ref}]`);
  const inputs = Object.values(brief.inputs).filter((value) => typeof value === "string");
  const cost = /year|annual/.test(column.name)
    ? toYearlyCost(sentence.text, [...inputs, brief.request].join(" "))
    : null;
  const text = cost === null ? sentence.text : `${sentence.text.replace(/[.]$/, "")}: ${cost}`;
  return context.hasSourceColumn || sentence.ref === "" ? text : `${text} [${sentence.ref}]`;
}

function noteGaps(
  field: Field,
  columns: readonly Field[],
  cells: readonly string[],
  seed: RowSeed,
  material: Material,
): void {
  const empty = columns.filter((column, at) => cells[at] === "" && !SOURCE.test(column.name));
  if (empty.length === 0) return;
  const names = empty.map(({ name }) => name.replaceAll("_", " ")).join(", ");
  material.gaps.push({ field: seed.kind === "named" ? seed.name : field.name, what: names });
}
