import type { Entity, Perception } from "../../domain/route.ts";
import type { Field } from "../../domain/skill.ts";
import { toStem } from "../words/stem.ts";
import { findWords } from "../words/words.ts";

const DAYS: Record<string, number> = { day: 1, week: 7 };
const GENERIC = new Set(["count", "number", "quantity", "size", "length", "amount", "total", "how", "many", "of", "max", "maximum", "min"]);
const START = /(?:from|start(?:s|ing)?|begin(?:s|ning)?|launch(?:es|ing)?|on)\s*$/i;
const START_FIELD = /start|from|begin|launch/;
const END_FIELD = /end|until|till|deadline|due|by|before|close/;

/** The amount for a money field, in paise. Of several, the one that the field's own word stands next to. */
export function readMoney(field: Field, text: string, { money }: Perception): number | undefined {
  const [first, ...others] = money;
  if (first === undefined || others.length === 0) return first?.paise;
  const words = field.name.split("_").map(toStem);
  let from = 0;
  const near = money.map((amount) => {
    const at = text.indexOf(amount.text, from);
    from = at + amount.text.length;
    const around = findWords(text.slice(Math.max(0, at - 25), from + 15)).map((word) => toStem(word.text));
    return { paise: amount.paise, named: words.some((word) => around.includes(word)) };
  });
  return near.find((amount) => amount.named)?.paise ?? (/(?:^|_)(?:budget|spend)(?:_|$)/.test(field.name) ? largest(money) : first.paise);
}

/** The count whose unit the field names; weeks are days where days are asked for. */
export function readCount(field: Field, perception: Perception): number | undefined {
  const words = field.name.split("_").map(toStem);
  const described = findWords(field.description.split(/[;.(]/)[0] ?? "").map((word) => toStem(word.text));
  const isGeneric = words.every((word) => GENERIC.has(word));
  const wanted = isGeneric ? described : words;
  const exact = perception.counts.find((count) => wanted.includes(toStem(count.unit)));
  if (exact !== undefined) return exact.value;
  if (wanted.includes("day") || (wanted.includes("duration") && described.includes("day"))) {
    const span = perception.counts.find((count) => count.unit in DAYS);
    if (span !== undefined) return span.value * (DAYS[span.unit] ?? 1);
  }
  const also = perception.counts.find((count) => described.includes(toStem(count.unit)) && words.some((word) => GENERIC.has(word)));
  return also?.value;
}

/** The day for a date field. Of two days, the earlier is a start and the later an end. */
export function readDate(field: Field, text: string, { dates, entities }: Perception): string | undefined {
  const sorted = dates.toSorted();
  const [first] = sorted;
  const isStart = START_FIELD.test(field.name);
  if (first === undefined || sorted.length === 1) {
    const entity = entities.find((found) => found.type === "date");
    // One day is a start only where the text says so, and otherwise an end.
    if (isStart) return entity !== undefined && saysStart(text, entity) ? first : undefined;
    return entity !== undefined && END_FIELD.test(field.name) && saysStart(text, entity) ? undefined : first;
  }
  return END_FIELD.test(field.name) && !isStart ? sorted.at(-1) : first;
}

export function readPercentage({ entities }: Perception): number | undefined {
  const found = entities.find((entity) => entity.type === "percentage");
  return found === undefined ? undefined : Number.parseFloat(found.text);
}

function saysStart(text: string, { start }: Entity): boolean {
  return START.test(text.slice(Math.max(0, start - 20), start));
}

function largest(money: Perception["money"]): number {
  return Math.max(...money.map((amount) => amount.paise));
}
