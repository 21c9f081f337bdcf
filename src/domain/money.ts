/** Rupees in integer paise. */
export type Paise = number;
/** Model spend in integer micro-dollars (1 USD = 1,000,000). */
export type Microusd = number;

const LAKH_PAISE = 100_000_00;
const CRORE_PAISE = 10_000_000_00;

/** "₹2 lakh", "₹1.5 crore" or "₹49,999" (Indian digit groups), from integer paise. */
export function toRupeeText(paise: Paise): string {
  if (paise >= CRORE_PAISE && paise % (CRORE_PAISE / 100) === 0) return `₹${paise / CRORE_PAISE} crore`;
  if (paise >= LAKH_PAISE && paise % (LAKH_PAISE / 100) === 0) return `₹${paise / LAKH_PAISE} lakh`;
  return `₹${(paise / 100).toLocaleString("en-IN")}`;
}

/** "$0.0042" from integer micro-dollars; free is "$0". */
export function toDollarText(microusd: Microusd): string {
  return microusd === 0 ? "$0" : `$${(microusd / 1_000_000).toFixed(4)}`;
}
