import { toRupeeText } from "../../domain/money.ts";
import type { Field } from "../../domain/skill.ts";
import { applyArithmetic } from "./apply-step.ts";
import { isForColumn } from "./column-words.ts";
import { toEnumValue, toScalar } from "./compose-scalar.ts";
import { listCopyLines, listHashtags, toCallToAction } from "./copy-lines.ts";
import { countDays, toLongDay } from "./days.ts";
import { toIntent } from "./field-intent.ts";
import type { FillValues } from "./fill-in.ts";
import type { Evidence, Material } from "./material.ts";
import { INDEX_COLUMN, type RowSeed, SOURCE_COLUMN } from "./row-seed.ts";
import { listChannels, toLanguageName, toMessage, toPartText } from "./short-messages.ts";
import { fillCell } from "./standing-text.ts";
import { isMentioned } from "./terms.ts";
import { toYearlyCost } from "./yearly-cost.ts";

export type RowContext = {
  seed: RowSeed;
  index: number;
  /** Sentences about the row's subject that no cell has used yet. */
  open: Evidence[];
  /** Citations of the sentences used in this row. */
  refs: Set<string>;
  hasSourceColumn: boolean;
  nameColumn: string | undefined;
};

const SHARE = /share|percent|weight/;
const MONEY = /amount|budget|cost|spend|allocation|rupee|inr/;
const WHOLE_TEXT = /text|body|message|post|caption|copy|script/;

/** What a row has for a column; empty when nothing gives it. */
export function toCell(column: Field, context: RowContext, material: Material): string {
  const { seed, index } = context;
  const own = seed.cells.get(column.name);
  if (own !== undefined) return fillCell(own, material.fillValues, toRowValues(seed));
  if (column.name === context.nameColumn) {
    if (seed.kind === "copy" && WHOLE_TEXT.test(column.name)) return toMessage(seed.name, index, material);
    return seed.ref === "" || context.hasSourceColumn ? seed.name : `${seed.name} [${seed.ref}]`;
  }
  if (SOURCE_COLUMN.test(column.name)) return "";
  switch (column.type.kind) {
    case "enum":
      return toEnumCell(column.name, column.type.values, seed, material);
    case "integer":
    case "number":
      return toNumberCell(column.name, context, material);
    case "money":
      return seed.share === null ? "" : toRupeeText(seed.share.paise);
    case "date":
      return (/end|until|last|^to$/.test(column.name) ? seed.until : seed.day) ?? "";
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

/** What only this row knows, for the places in its cells. */
function toRowValues({ share, day }: RowSeed): FillValues {
  return new Map<string, string | number>([
    ...(share === null ? [] : [["amount", Math.floor(share.paise / 100)] as const]),
    ...(day === null ? [] : [["row_day", day] as const]),
  ]);
}

function toNumberCell(name: string, { seed, index }: RowContext, material: Material): string {
  if (seed.share !== null && SHARE.test(name)) return String(seed.share.percent);
  if (/days_(?:left|to_go|until)/.test(name)) return toDaysLeft(seed, material);
  return INDEX_COLUMN.test(name) ? String(seed.number ?? index + 1) : "";
}

function toTextCell(column: Field, context: RowContext, material: Material): string {
  const { seed, index } = context;
  const name = column.name.toLowerCase();
  if (INDEX_COLUMN.test(name)) {
    return seed.kind === "milestone" && seed.day !== null
      ? toLongDay(seed.day)
      : String(seed.number ?? index + 1);
  }
  if (seed.kind === "named") return toEvidenceCell(column, context, material);
  if (seed.share !== null && SHARE.test(name)) return `${seed.share.percent}%`;
  if (seed.share !== null && MONEY.test(name)) return toRupeeText(seed.share.paise);
  if (/days_(?:left|to_go|until)/.test(name)) return toDaysLeft(seed, material);
  if (/date|when|deadline|start|timing|_on$|^day_/.test(name))
    return seed.day === null ? seed.when : toLongDay(seed.day);
  if (name.includes("hashtag")) return listHashtags(material).join(" ");
  if (/^cta$|call_to/.test(name)) return toCallToAction(material);
  const about = toSubjectCell(name, context, material);
  if (about !== null) return about;
  if (seed.kind === "part" && toIntent(column) === "copy") return toPartText(seed, index, material);
  if (seed.kind === "copy") return toCopyCell(name, context, material);
  if (/step|action|task|what|do$|activit|detail|how|description|focus/.test(name)) {
    return applyArithmetic(seed.details.shift() ?? "", material);
  }
  return toScalar(column, material) ?? "";
}

function toCopyCell(name: string, { seed, index }: RowContext, material: Material): string {
  if (WHOLE_TEXT.test(name)) return toMessage(seed.name, index, material);
  if (toIntent({ name }) !== "copy" && !/preview|variant|alternative/.test(name)) return "";
  const others = listCopyLines(material).filter((line) => line !== seed.name);
  return others[index % Math.max(1, others.length)] ?? "";
}

/** The name of a part decides alone ("Proof" is of the kind "proof"): what the request says holds for the whole. */
function toEnumCell(column: string, values: readonly string[], seed: RowSeed, material: Material): string {
  if (seed.kind !== "part") return toEnumValue(column, values, material) ?? "";
  return values.find((value) => isMentioned(value, seed.name)) ?? "";
}

function toDaysLeft({ day }: RowSeed, { today }: Material): string {
  return day === null ? "" : String(countDays(today, day));
}

function toSubjectCell(column: string, { seed, index }: RowContext, material: Material): string | null {
  const { subject } = material;
  if (/audience|segment|customer/.test(column)) return subject.audience;
  if (/^(?:place|city|location|region|market)$/.test(column)) return subject.place;
  if (/^(?:festival|occasion)$/.test(column)) return subject.occasion;
  if (column === "language") return toLanguageName(material);
  if (/channel|platform/.test(column) && seed.kind === "copy") {
    const channels = listChannels(material);
    return channels[index % Math.max(1, channels.length)] ?? null;
  }
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
