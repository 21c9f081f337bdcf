import type { Microusd } from "../domain/money.ts";
import type { ModelTier } from "../domain/skill.ts";

/** Micro-dollars per million tokens. */
export type Price = {
  input: Microusd;
  cachedInput: Microusd;
  output: Microusd;
  /** Prompts above this many tokens cost twice for input and one and a half times for output. */
  longAbove: number | null;
};

type PriceRow = Price & {
  model: string;
  /** First and last day (UTC) of the price; null is open. */
  validFrom: string | null;
  validTo: string | null;
  /** The day from which the provider refuses the model. */
  shutdown: string | null;
};

const LONG_PROMPT = 272_000;

type Dollars = [input: number, cachedInput: number, output: number];

function toPrice([input, cachedInput, output]: Dollars): Price {
  const toMicrousd = (dollars: number): Microusd => Math.round(dollars * 1_000_000);
  return {
    input: toMicrousd(input),
    cachedInput: toMicrousd(cachedInput),
    output: toMicrousd(output),
    longAbove: null,
  };
}

function row(model: string, dollars: Dollars, more: Partial<PriceRow> = {}): PriceRow {
  return { model, ...toPrice(dollars), validFrom: null, validTo: null, shutdown: null, ...more };
}

/** List prices in dollars per million tokens (input, cached input, output), as of November 2026. */
const PRICE_BOOK: readonly PriceRow[] = [
  row("gpt-5-nano", [0.05, 0.005, 0.4], { shutdown: "2026-12-11" }),
  row("gpt-5-mini", [0.25, 0.025, 2], { shutdown: "2026-12-11" }),
  row("gpt-5", [1.25, 0.125, 10], { shutdown: "2026-12-11" }),
  row("gpt-5.1", [1.25, 0.125, 10], { shutdown: "2027-04-01" }),
  row("gpt-5.2", [1.75, 0.175, 14]),
  row("gpt-5.4-nano", [0.2, 0.02, 1.25], { longAbove: LONG_PROMPT }),
  row("gpt-5.4-mini", [0.75, 0.075, 4.5], { longAbove: LONG_PROMPT }),
  row("gpt-5.4", [2.5, 0.25, 15], { longAbove: LONG_PROMPT }),
  row("gpt-5.6-luna", [0.2, 0.02, 1.2], { longAbove: LONG_PROMPT }),
  row("gpt-5.6-terra", [2, 0.2, 12], { longAbove: LONG_PROMPT }),
  row("gpt-5.6-sol", [4, 0.4, 20], { longAbove: LONG_PROMPT }),
  row("gpt-6-luna", [0.1, 0.01, 0.5], { longAbove: LONG_PROMPT }),
  row("gpt-6-sol", [2, 0.2, 10], { longAbove: LONG_PROMPT }),
  row("gpt-6.1-sol", [2, 0.1, 10], { longAbove: LONG_PROMPT, validFrom: "2026-09-30" }),
  row("gpt-6-astra", [10, 1, 50], { longAbove: LONG_PROMPT }),
];

/** What a model without a row is counted at, so that a budget still holds. */
const REFERENCE_PRICES: Record<ModelTier, Price> = {
  nano: toPrice([0.05, 0.005, 0.4]),
  mini: toPrice([0.25, 0.025, 2]),
  full: toPrice([1.25, 0.125, 10]),
};

/** The price of a model on a day; a model that the book does not know has the reference price of its tier. */
export function findPrice(model: string, tier: ModelTier, at: Date): Price {
  const day = at.toISOString().slice(0, 10);
  const found = PRICE_BOOK.find(
    (entry) =>
      entry.model === toBookName(model) &&
      (entry.validFrom === null || entry.validFrom <= day) &&
      (entry.validTo === null || day <= entry.validTo),
  );
  return found ?? REFERENCE_PRICES[tier];
}

/** The day a model is switched off by its provider, as YYYY-MM-DD, or null. */
export function findShutdown(model: string): string | null {
  return PRICE_BOOK.find((entry) => entry.model === toBookName(model))?.shutdown ?? null;
}

/** Micro-dollars, rounded up: `cachedInput` is the part of `input` that the provider read from its cache. */
export function toCost(
  price: Price,
  tokens: { input: number; cachedInput?: number; output: number },
): Microusd {
  const cached = Math.min(tokens.cachedInput ?? 0, tokens.input);
  const isLong = price.longAbove !== null && tokens.input > price.longAbove;
  const input = (tokens.input - cached) * price.input + cached * price.cachedInput;
  const output = tokens.output * price.output;
  return Math.ceil((isLong ? input * 2 + output * 1.5 : input + output) / 1_000_000);
}

/** "openai/gpt-6-luna-2026-09-01" is the book's "gpt-6-luna". */
function toBookName(model: string): string {
  return model
    .replace(/^.*\//, "")
    .replace(/-\d{4}-\d{2}-\d{2}$/, "")
    .toLowerCase();
}
