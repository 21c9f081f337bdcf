import { toRupeeText } from "../../domain/money.ts";
import type { Field } from "../../domain/skill.ts";
import { addDays, type Day, findDays } from "./days.ts";
import type { Material } from "./material.ts";
import { isMentioned, shareTerm, toTerms } from "./terms.ts";

const CERTAINTY = /confidence|certainty|sureness/;

/** A single value that the request, its inputs or arithmetic on them give; null when nothing does. */
export function toScalar(field: Field, material: Material): string | null {
  const known = material.known.find(({ name }) => name === field.name)?.value ?? null;
  switch (field.type.kind) {
    case "money":
      return toMoney(field, material) ?? known;
    case "date":
      return toDate(field, material);
    case "number":
    case "integer":
      return known !== null && /^-?\d+(?:\.\d+)?$/.test(known) ? known : toCount(field, material);
    case "enum":
      return toEnumValue(field.name, field.type.values, material);
    case "url":
      return known ?? /https?:\/\/[^\s)>\]]+/.exec(material.brief.request)?.[0] ?? null;
    case "boolean":
    case "string":
      return known;
    case "object":
    case "list":
      return null;
  }
}

/** A value that the request or the inputs name; the lowest where a field says how sure it is. */
export function toEnumValue(
  name: string,
  values: readonly string[],
  { brief, known, subject }: Material,
): string | null {
  if (CERTAINTY.test(name)) return values.find((value) => value.toLowerCase() === "low") ?? null;
  const same = known.find((entry) => entry.name === name)?.value.toLowerCase();
  const said = `${brief.request} ${known.map(({ value }) => value).join(" ")} ${subject.occasion ?? ""}`;
  return (
    values.find((value) => value.toLowerCase() === same) ??
    values.find((value) => isMentioned(value.replaceAll("_", " "), said)) ??
    null
  );
}

function toMoney({ name }: Field, { subject }: Material): string | null {
  return subject.budget !== null && /budget|total|spend/.test(name) ? toRupeeText(subject.budget) : null;
}

function toDate({ name }: Field, { brief, anchor, milestones }: Material): string | null {
  const given = brief.inputs[name];
  const day = typeof given === "string" ? findDays(given)[0] : undefined;
  if (day !== undefined) return day;
  if (anchor === null) return null;
  const first = milestones[0];
  if (/start|begin/.test(name)) return first === undefined ? null : addDays(anchor.day, first.offset);
  return toMilestoneDay(name, { anchor, milestones }) ?? anchor.day;
}

/** The last day of the milestone that a field names: `last_order_day` is the end of "Last orders". */
export function toMilestoneDay(
  name: string,
  { anchor, milestones }: Pick<Material, "anchor" | "milestones">,
): Day | null {
  const wanted = toTerms(name.replaceAll("_", " "));
  const found = milestones.find(
    ({ label }) => toTerms(label).filter((term) => wanted.includes(term)).length > 1,
  );
  return anchor === null || found === undefined ? null : addDays(anchor.day, found.until);
}

/** "5 posts" in the request answers a field like `posts`. */
function toCount({ name }: Field, { brief }: Material): string | null {
  for (const [, count, unit] of brief.request.matchAll(/\b(\d{1,6})\s+(\p{L}+)/gu)) {
    if (count !== undefined && unit !== undefined && shareTerm(name.replaceAll("_", " "), unit)) return count;
  }
  return null;
}
