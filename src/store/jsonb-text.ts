/** Escapes that JSON text may hold and jsonb refuses; a pair of surrogates is never written as escapes. */
const REFUSED = /\\u(?:0000|d[89a-f])/i;

/** The same JSON as jsonb accepts it: U+0000 and unpaired surrogates become U+FFFD. */
export function toJsonbText(json: string): string {
  return REFUSED.test(json) ? JSON.stringify(clean(JSON.parse(json))) : json;
}

/** The same for a plain text column. */
export function toPlainText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return toPlainText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toPlainText(key), clean(inner)]));
}
