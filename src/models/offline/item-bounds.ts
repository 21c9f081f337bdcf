import type { Field } from "../../domain/skill.ts";
import { toIntent } from "./field-intent.ts";
import type { Material } from "./material.ts";

const USUAL_ITEMS = 5;

type ItemBounds = { min: number; max: number };

/** How many items a list field takes: its bounds, else a `count:` check of the skill, else a usual handful. */
export function toItemBounds(field: Field, material: Material): ItemBounds {
  const usual = statedBounds(field, material);
  // Of a plan no row may go; of advice and of messages some may.
  const isAdvice =
    field.type.kind === "list" && field.type.of.kind === "string" && toIntent(field) !== "unknowns";
  const isCut = material.isShort && (isAdvice || toIntent(field) === "copy");
  const stated = isCut ? { min: usual.min, max: Math.max(usual.min, Math.ceil(usual.max / 2)) } : usual;
  const wished = material.brief.inputs[field.name];
  if (typeof wished !== "number" || !Number.isInteger(wished) || wished < 1) return stated;
  // "Five mails" was asked for; the contract still has the last word.
  const count = Math.min(Math.max(wished, stated.min), field.bounds?.max ?? wished);
  return { min: count, max: count };
}

function statedBounds(field: Field, material: Material): ItemBounds {
  if (field.bounds?.unit === "items") {
    const min = field.bounds.min ?? 0;
    return { min, max: field.bounds.max ?? Math.max(min, USUAL_ITEMS) };
  }
  for (const check of material.brief.skill.checks) {
    const found = /count:\s*([\w.]+)\s*(=|>=|<=|>|<)\s*(\d+)/.exec(check);
    if (found?.[1] === field.name) return toCounted(found[2] ?? "=", Number(found[3]));
  }
  return { min: 0, max: USUAL_ITEMS };
}

/** Exactly as many as allowed: cut at the maximum, filled up to the minimum. */
export function fitItems<T>(
  items: readonly T[],
  { min, max }: ItemBounds,
  fill: (missing: number) => T[],
): T[] {
  const fitted = items.slice(0, max);
  return fitted.length >= min
    ? fitted
    : [...fitted, ...fill(min - fitted.length).slice(0, min - fitted.length)];
}

/** "at most 30 characters" in a description bounds each item; null when nothing does. */
export function toCharacterLimit(field: Field): number | null {
  if (field.bounds?.unit === "characters") return field.bounds.max ?? null;
  const found = /(?:at most|max(?:imum)?(?: of)?|up to|under)\s+(\d+)\s+characters/i.exec(field.description);
  return found === null ? null : Number(found[1]);
}

function toCounted(operator: string, value: number): ItemBounds {
  switch (operator) {
    case ">=":
      return { min: value, max: Math.max(value, USUAL_ITEMS) };
    case ">":
      return { min: value + 1, max: Math.max(value + 1, USUAL_ITEMS) };
    case "<=":
      return { min: 0, max: value };
    case "<":
      return { min: 0, max: Math.max(0, value - 1) };
    default:
      return { min: value, max: value };
  }
}
