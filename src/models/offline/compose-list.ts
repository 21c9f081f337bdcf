import { listSources } from "../../domain/brief.ts";
import { toRupeeText } from "../../domain/money.ts";
import type { Field, FieldType } from "../../domain/skill.ts";
import { applyArithmetic, applyStep } from "./apply-step.ts";
import { listOpen } from "./gaps.ts";
import { findSection, toStandingItems } from "./standing-text.ts";
import { fitCopyLines, listCopyLines, listHashtags } from "./copy-lines.ts";
import { addDays, toLongDay } from "./days.ts";
import { toExpansion, toIntent } from "./field-intent.ts";
import { fitItems, toCharacterLimit, toItemBounds } from "./item-bounds.ts";
import { type Material, toCited, toFieldTerms } from "./material.ts";
import { toOffsetText } from "./row-seed.ts";
import { toTitled } from "./method-steps.ts";
import { isMentioned, toTerms } from "./terms.ts";

const LEAST_SAID = 20;

/** The items of a list of plain values. */
export function composeList(field: Field, of: FieldType, material: Material): string[] {
  const bounds = toItemBounds(field, material);
  const given = material.brief.inputs[field.name];
  if (Array.isArray(given)) return fitItems(given.map(String), bounds, () => []);
  if (of.kind === "enum") {
    const said = `${material.brief.request} ${material.known.map(({ value }) => value).join(" ")}`;
    return of.values.filter((value) => isMentioned(value.replaceAll("_", " "), said)).slice(0, bounds.max);
  }
  if (of.kind !== "string") return [];
  const ready = toIntent(field) === "unknowns" ? null : toStandingItems(field, material);
  const isAdvice =
    material.isAnswering && toIntent(field) === "actions" && material.requestKind === "question";
  const own =
    ready === null || field.name.includes("hashtag") || isAdvice ? toItems(field, material, bounds.max) : [];
  const items = [...new Set([...own, ...(ready ?? [])])];
  const fitted = fitItems(items, bounds, (missing) => toFillers(field, material, items, missing));
  // An empty section would read as a forgotten one.
  return fitted.length === 0 ? [material.phrases.nothing] : fitted;
}

function toItems(field: Field, material: Material, max: number): string[] {
  const limit = toCharacterLimit(field);
  const terms = toFieldTerms(field);
  switch (toIntent(field)) {
    case "unknowns":
      return listOpen(material);
    case "sources":
      return listSources(material.brief).map(({ ref, source }) => `${source.title} [${ref}]`);
    case "guidance":
      return listGuidance([...terms, ...toTerms(toExpansion(field))], material);
    case "actions":
      if (material.isAnswering) return listAdvice(material, max, findSection(material, field) !== null);
      return material.steps.map((step, index) => applyStep(step, material, index === 0));
    case "timeline":
      return toTimelineItems(material);
    case "budget":
      return material.split.map(
        ({ label, percent, paise }) => `${label}: ${percent}%, ${toRupeeText(paise)}`,
      );
    case "copy":
      return field.name.includes("hashtag")
        ? listHashtags(material)
        : fitCopyLines(listCopyLines(material), limit);
    case "summary":
    case "evidence":
      return material.takeEvidence(terms, max).map(toCited);
  }
}

/** What the steps that fit best say, sentence by sentence, with what can be computed put in. */
function listGuidance(terms: readonly string[], material: Material): string[] {
  const steps = material.takeSteps(terms, 3);
  return steps.flatMap(({ title, details }) => {
    const [first, ...others] = details;
    const sentences = [first === undefined ? `${title}.` : toTitled(title, first), ...others];
    // "Not both." says nothing without the sentence before it.
    return sentences
      .filter(({ length }) => length > LEAST_SAID)
      .map((sentence) => applyArithmetic(sentence, material));
  });
}

/** Things to do that the skill's text tells, those about the request first. */
function listAdvice(material: Material, max: number, hasReady: boolean): string[] {
  const told = material.takeBackground(material.requestTerms, max).filter(isActionable);
  return told.length > 0 || hasReady
    ? told
    : material.background.map(({ text }) => text).filter(isActionable);
}

function isActionable(sentence: string): boolean {
  return /^(?:ask|give|run|add|set|open|start|use|write|choose|fix|begin|put|try|compare|test)\b(?! rates)/i.test(
    sentence,
  );
}

function toTimelineItems({ anchor, milestones }: Material): string[] {
  return milestones.map((milestone) => {
    const when =
      anchor === null ? toOffsetText(milestone.offset) : toLongDay(addDays(anchor.day, milestone.offset));
    return `${when}: ${milestone.label}`;
  });
}

/** What stands in for items that nothing gives: steps to get them, then the skill's own checks, then open places. */
function toFillers(field: Field, material: Material, taken: readonly string[], missing: number): string[] {
  if (toIntent(field) === "copy" && !field.name.includes("hashtag")) {
    const what = field.description === "" ? field.name : field.description.split(/[;:]/)[0];
    return Array.from(
      { length: missing },
      (_, at) => `[${material.phrases.toWrite}: ${what}, ${taken.length + at + 1}]`,
    );
  }
  const limit = toCharacterLimit(field) ?? Number.POSITIVE_INFINITY;
  const ranked = material.takeSteps(toFieldTerms(field), missing);
  const others = material.steps.filter((step) => !ranked.includes(step));
  const steps = [...ranked, ...others].map((step) => applyStep(step, material));
  const checks = material.brief.skill.checks.map((check) => `To check: ${check.replace(/^`[^`]*`\s*/, "")}`);
  if (field.name.includes("hashtag")) return [];
  const found = [...steps, ...checks].filter((item) => item.length <= limit && !taken.includes(item));
  material.gaps.push({ field: field.name, what: `${missing} of the items` });
  const open = Array.from({ length: missing }, (_, index) => `Open item ${taken.length + index + 1}`);
  return [...found.slice(0, missing), ...open].slice(0, missing);
}
