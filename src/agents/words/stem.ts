/**
 * A light English stem, enough to bring "emails" and "mailing", "strategies" and "strategy", "price" and "pricing"
 * together. Words in other scripts stay as they are.
 */
export function toStem(word: string): string {
  const lower = word
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’]s?$/, "");
  if (!/^[a-z]+$/.test(lower) || lower.length < 4) return lower;
  const singular = toSingular(lower);
  const stem = /^(.{3,}?[aeiouy].*?|.{4,}?)(?:ing|ed|ers?|ly)$/.exec(singular)?.[1];
  // "planning" meets "plan": the doubled letter goes with the suffix.
  if (stem !== undefined) return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
  return singular.length > 4 ? singular.replace(/e$/, "") : singular;
}

/** "strategies" is "strategy", "emails" is "email", "business" stays. */
export function toSingular(word: string): string {
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
