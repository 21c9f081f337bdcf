import type { Field } from "../../domain/skill.ts";
import { applyTitle } from "./apply-step.ts";
import { capitalise, fitCopyLines, listCopyLines } from "./copy-lines.ts";
import { toIntent } from "./field-intent.ts";
import { fitItems, toCharacterLimit, toItemBounds } from "./item-bounds.ts";
import { type Material, toFieldTerms } from "./material.ts";
import type { MethodStep } from "./method-steps.ts";
import { type RowSeed, toSeed } from "./row-seed.ts";
import { shareTerm } from "./terms.ts";
import { toDatedSeeds, toMilestoneSeeds, toTableSeeds } from "./timed-seeds.ts";

const LONGEST_PART = 60;
const FEW = 2;
const USUAL_MESSAGES = 3;

const PART =
  /^(?:day|email|mail|slide|post|week|scene|part|touch|message|step|phase)\s*(\d{1,3})\s*[:.–—-]\s*(.+)$/i;

/** The rows that a table can honestly have, within its bounds. */
export function listRowSeeds(field: Field, columns: readonly Field[], material: Material): RowSeed[] {
  const seeds = toSeeds(field, columns, material);
  const bounds = toItemBounds(field, material);
  return fitItems(
    seeds,
    { min: bounds.min, max: Math.max(bounds.max, field.bounds ? 0 : seeds.length) },
    (missing) => {
      const more = toIntent(field) === "copy" ? toTableSeeds(field, columns, material, true) : [];
      if (more.length > 0) return more.slice(0, missing);
      const taken = seeds.map(({ name }) => name);
      const steps = toStepSeeds(field, material).filter(({ name }) => !taken.includes(name));
      const open = Array.from({ length: missing }, (_, index) =>
        toSeed("gap", `Open item ${seeds.length + index + 1}`),
      );
      return [...steps, ...open].slice(0, missing);
    },
  );
}

function toSeeds(field: Field, columns: readonly Field[], material: Material): RowSeed[] {
  const intent = toIntent(field);
  const has = (pattern: RegExp): boolean => columns.some(({ name }) => pattern.test(name));
  const rows = toTableSeeds(field, columns, material);
  if (material.split.length > 0 && (intent === "budget" || has(/share|percent|allocation/))) {
    return toShareSeeds(rows, material);
  }
  const named = toNamedSeeds(field, columns, material);
  if (named.length > 0) return named;
  if (/(?:^|_)dates?$/.test(field.name)) return toDatedSeeds(material);
  if (rows.length > 0) return rows;
  if (
    material.milestones.length > 0 &&
    intent !== "copy" &&
    (intent === "timeline" || has(/date|start|deadline|when/))
  ) {
    return toMilestoneSeeds(material);
  }
  if (intent === "unknowns")
    return material.gaps.map(({ field: name, what }) => toSeed("gap", `${name} ${what}`.trim()));
  const parts = intent === "copy" || intent === "timeline" ? toPartSeeds(material) : [];
  if (parts.length > 0) return parts;
  if (intent === "copy") return toCopySeeds(field, material);
  if (intent === "evidence") {
    const facts = toFactSeeds(field, material);
    if (facts.length > 0) return facts;
  }
  const { min, max } = toItemBounds(field, material);
  // What is still to be established is no finding: no more of it than the contract asks for.
  return toStepSeeds(field, material).slice(
    0,
    intent === "actions" ? max : Math.max(min, Math.min(max, FEW)),
  );
}

/** One row for each thing that an input lists, when the table is about such things. */
function toNamedSeeds(field: Field, columns: readonly Field[], { brief, subject }: Material): RowSeed[] {
  // Messages have a channel each, but they are not about channels.
  const first = toIntent(field) === "copy" ? "" : (columns[0]?.name ?? "");
  const about = `${field.name} ${first}`.replaceAll("_", " ");
  const listed = Object.entries(brief.inputs).find(
    ([name, value]) =>
      Array.isArray(value) && value.length > 0 && shareTerm(name.replaceAll("_", " "), about),
  );
  if (listed === undefined || !Array.isArray(listed[1])) return [];
  const seeds = listed[1].map((name: unknown) => toSeed("named", String(name)));
  const wantsOurs = /\b(?:us|ours|our own|ourselves)\b/i.test(field.description);
  return wantsOurs ? [...seeds, toSeed("named", subject.company ?? "Us", { isOurs: true })] : seeds;
}

function toShareSeeds(rows: readonly RowSeed[], { split }: Material): RowSeed[] {
  return split.map((share) => {
    const cells = rows.find(({ name }) => name === share.label)?.cells ?? new Map<string, string>();
    return toSeed("share", share.label, { share, cells });
  });
}

/** The parts that the method itself counts up: "Day 0: welcome", "Day 2: the story". */
function toPartSeeds({ steps }: Material): RowSeed[] {
  const parts = steps.flatMap((step) => {
    const [, number, name = ""] = PART.exec(step.title) ?? [];
    return number === undefined
      ? []
      : [toSeed("part", capitalise(name), { details: [...step.details], number: Number(number) })];
  });
  return parts.length > 1 ? parts : [];
}

/** Facts whose own label names what the field asks for. */
function toFactSeeds(field: Field, { evidence }: Material): RowSeed[] {
  const about = `${field.name.replaceAll("_", " ")} ${field.description}`;
  const fitting = evidence.filter((fact) => fact.kind !== "document" && shareTerm(fact.about, about));
  return fitting.map((fact) => toSeed("fact", fact.text, { ref: fact.ref }));
}

/** One row for each line that can be said, spread over the milestones that are still ahead. */
function toCopySeeds(field: Field, material: Material): RowSeed[] {
  const { min, max } = toItemBounds(field, material);
  const ahead = toMilestoneSeeds(material);
  return fitCopyLines(listCopyLines(material), toCharacterLimit(field))
    .slice(0, Math.min(max, Math.max(min, ahead.length > 0 ? ahead.length : USUAL_MESSAGES)))
    .map((line, index) => {
      const { day = null, until = null, when = "" } = ahead[index] ?? {};
      return toSeed("copy", line, {
        day: day !== null && day < material.today ? material.today : day,
        until,
        when,
      });
    });
}

/** Steps in the order of the method for actions, by their words for anything else. */
function toStepSeeds(field: Field, material: Material): RowSeed[] {
  const isAction = toIntent(field) === "actions" || toIntent(field) === "timeline";
  const ranked = isAction ? [] : material.takeSteps(toFieldTerms(field), 3);
  const listed = isAction ? [] : listEnumerated(ranked[0], toItemBounds(field, material).min);
  if (listed.length > 0)
    return listed.map((part) => toSeed("step", `${material.phrases.toEstablish}: ${part}`));
  const steps = [...ranked, ...material.steps.filter((step) => !ranked.includes(step))];
  return steps.map((step, index) => {
    const title = applyTitle(step, material, index === 0);
    const name = isAction ? title : `${material.phrases.toEstablish}: ${title}`;
    return toSeed("step", name, { details: [...step.details] });
  });
}

/** The items that the best step counts up itself: "One for families, one for gifting, one for neighbours." */
function listEnumerated(step: MethodStep | undefined, min: number): string[] {
  for (const sentence of step?.details ?? []) {
    const parts = sentence.replace(/[.:]$/, "").split(/,\s+(?:and\s+)?|;\s+/);
    if (parts.length >= Math.max(2, min) && min > 1 && parts.every((part) => part.length <= LONGEST_PART)) {
      return parts.map(capitalise);
    }
  }
  return [];
}
