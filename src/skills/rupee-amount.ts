import type { Paise } from "../domain/money.ts";

const PAISE: Record<string, number> = { "": 100, lakh: 100_000_00, crore: 10_000_000_00 };

/** "50000", "₹499.50", "2 lakh" or "1.5 crore" in paise; undefined when it is no amount. */
export function toRupeesAsPaise(text: string): Paise | undefined {
  const parts = /^₹?\s*(-?\d+(?:\.\d+)?)\s*(lakh|crore)?$/.exec(text.trim());
  const factor = PAISE[parts?.[2] ?? ""];
  return parts === null || factor === undefined ? undefined : Math.round(Number(parts[1]) * factor);
}
