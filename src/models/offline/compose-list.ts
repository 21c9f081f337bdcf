import { listSources } from "../../domain/brief.ts";
import { toRupeeText } from "../../domain/money.ts";
import type { Field, FieldType } from "../../domain/skill.ts";
import { applyStep } from "./apply-step.ts";
import { listOpen } from "./compose-text.ts";
import { fitCopyLines, listCopyLines, listHashtags } from "./copy-lines.ts";
import { toLongDay } from "./days.ts";
import { toIntent } from "./field-intent.ts";
import { fitItems, toCharacterLimit, toItemBounds } from "./item-bounds.ts";
import { type Material, toCited, toFieldTerms } from "./material.ts";
import { toDay } from "./milestones.ts";
import { isMentioned } from "./terms.ts";

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
  const items = toItems(field, material, bounds.max);
  return fitItems(items, bounds, (missing) => toFillers(field, material, items, missing));
}

function toItems(field: Field, material: Material, max: number): string[] {
  const limit = toCharacterLimit(field);
  const terms = toFieldTerms(field);
  switch (toIntent(field)) {
    case "unknowns":
      return listOpen(material);
    case "sources":
      return listSources(material.brief).map(({ ref, source }) => `${source.title} [${ref}]`);
    case "actions":
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

function toTimelineItems({ anchor, milestones }: Material): string[] {
  return milestones.map((milestone) => {
    const when =
      anchor === null ? `${toOffsetText(milestone.offset)}` : toLongDay(toDay(milestone, anchor.day));
    return `${when}: ${milestone.label}`;
  });
}

/** "30 days before", "on the day", "7 days after". */
export function toOffsetText(offset: number): string {
  if (offset === 0) return "on the day";
  const days = Math.abs(offset);
  return `${days} ${days === 1 ? "day" : "days"} ${offset < 0 ? "before" : "after"}`;
}

/** What stands in for items that nothing gives: steps to get them, then the skill's own checks, then open places. */
function toFillers(field: Field, material: Material, taken: readonly string[], missing: number): string[] {
  const limit = toCharacterLimit(field) ?? Number.POSITIVE_INFINITY;
  const ranked = material.takeSteps(toFieldTerms(field), missing);
  const others = material.steps.filter((step) => !ranked.includes(step));
  const steps = [...ranked, ...others].map((step) => `To do first: ${applyStep(step, material)}`);
  const checks = material.brief.skill.checks.map((check) => `To check: ${check.replace(/^`[^`]*`\s*/, "")}`);
  const found = [...steps, ...checks].filter((item) => item.length <= limit && !taken.includes(item));
  material.gaps.push({ field: field.name, what: `${missing} of the items` });
  const open = Array.from({ length: missing }, (_, index) => `Open item ${taken.length + index + 1}`);
  return [...found.slice(0, missing), ...open].slice(0, missing);
}
