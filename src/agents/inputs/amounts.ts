import type { Entity, Perception } from "../../domain/route.ts";
import type { Field } from "../../domain/skill.ts";
import { toStem } from "../words/stem.ts";
import { findWords, toLiteral } from "../words/words.ts";

const DAYS: Record<string, number> = { day: 1, week: 7 };
const GENERIC = new Set([
  "count",
  "number",
  "quantity",
  "size",
  "length",
  "amount",
  "total",
  "how",
  "many",
  "of",
  "max",
  "maximum",
  "min",
]);
/** Other units for what is counted. */
const ALSO: Record<string, string[]> = {
  email: ["mail", "touch", "message"],
  post: ["slide"],
  item: ["piece"],
};
const FAR = 30;
const START = /(?:from|start(?:s|ing)?|begin(?:s|ning)?|launch(?:es|ing)?|on)\s*$/i;
const START_FIELD = /start|from|begin|launch/;
const END_FIELD = /end|until|till|deadline|due|by|before|close/;

/** The amount for a money field, in paise. Of several, the one that stands nearest to the field's own word. */
export function readMoney(field: Field, text: string, { money }: Perception): number | undefined {
  const [first, ...others] = money;
  if (first === undefined || others.length === 0) return first?.paise;
  const names = field.name.split("_").map(toStem);
  const named = findWords(text).filter((word) => names.includes(toStem(word.text)));
  let from = 0;
  let nearest: { paise: number; distance: number } | undefined;
  for (const amount of money) {
    const start = text.indexOf(amount.text, from);
    from = start + amount.text.length;
    // "budget 2 lakh" binds closer than "2 lakh budget".
    const distances = named.map((word) => (word.end <= start ? start - word.end : (word.start - from) * 1.5));
    const distance = Math.min(...distances, Number.POSITIVE_INFINITY);
    if (distance <= FAR && (nearest === undefined || distance < nearest.distance))
      nearest = { paise: amount.paise, distance };
  }
  if (nearest !== undefined) return nearest.paise;
  return /(?:^|_)(?:budget|spend)(?:_|$)/.test(field.name)
    ? Math.max(...money.map(({ paise }) => paise))
    : first.paise;
}

/** The count whose unit the field names; weeks are days where days are asked for. */
export function readCount(field: Field, text: string, perception: Perception): number | undefined {
  const words = field.name.split("_").map(toStem);
  const described = findWords(field.description.split(/[;.(]/)[0] ?? "").map((word) => toStem(word.text));
  const isGeneric = words.every((word) => GENERIC.has(word));
  const wanted = isGeneric ? described : words;
  const exact = perception.counts.find((count) => {
    const unit = toStem(count.unit);
    return wanted.includes(unit) || wanted.some((word) => ALSO[word]?.includes(unit) === true);
  });
  if (exact !== undefined) return exact.value;
  if (wanted.includes("day") || (wanted.includes("duration") && described.includes("day"))) {
    const span = perception.counts.find((count) => count.unit in DAYS);
    if (span !== undefined) return span.value * (DAYS[span.unit] ?? 1);
  }
  if (isOne(words, text)) return 1;
  const also = perception.counts.find(
    (count) => described.includes(toStem(count.unit)) && words.some((word) => GENERIC.has(word)),
  );
  return also?.value;
}

/** "an email" is one, "an email sequence" is not. */
function isOne(names: readonly string[], text: string): boolean {
  const things = names.flatMap((name) => [name, ...(ALSO[name] ?? [])]).filter((name) => !GENERIC.has(name));
  if (things.length === 0) return false;
  const thing = `(?:e-?)?(?:${things.map(toLiteral).join("|")})`;
  return new RegExp(
    `(?<!\\p{L})(?:an?|one) (?:[\\p{L}-]+ ){0,2}?${thing}(?![\\p{L}\\p{N}-])(?! (?:sequence|series|campaign|drip|flow))`,
    "iu",
  ).test(text);
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
