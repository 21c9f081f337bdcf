const WORD = /[\p{L}\p{M}\p{N}]+/gu;

const STOP_WORDS = new Set(
  (
    "a about above after all also an and any are as at be because been before both but by can could did do does for from " +
    "had has have he her how i if in into is it its just me more most my no nor not now of off on one only or other our " +
    "out over own per please she should so some such than that the their them then there these they this those to too " +
    "under up us use very work works working hi hello hey namaste thanks does was we were what when where which while who whom whose why will with would you your " +
    "है हैं का की के को में से और पर यह वह एक हम हमारे मेरे मेरी मेरा लिए कर करें ke ki ka ko mein se aur hai liye ek"
  ).split(" "),
);

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word.toLowerCase());
}

/** The words that carry meaning, stemmed, in order and with repetitions. */
export function toTerms(text: string): string[] {
  const words = text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  return words
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => {
      const stem = toStem(word);
      return ALIASES.get(stem) ?? stem;
    });
}

/** Brings "prices", "priced" and "pricing" together; other scripts stay as they are. */
function toStem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const singular = word
    .replace(/ies$/, "y")
    .replace(/(?<=ch|sh|ss|x|z)es$/, "")
    .replace(/(?<![su])s$/, "");
  return singular.replace(/(?<=[a-z]{3})(?:ing|ed)$/, "").replace(/(?<=[a-z]{3})e$/, "");
}

/** Different words for one thing, by stem. */
const ALIASES = new Map(
  Object.entries({
    icp: "customer",
    persona: "customer",
    audience: "customer",
    segment: "customer",
    buyer: "customer",
    client: "customer",
    rival: "competitor",
    cost: "pric",
    fee: "pric",
    shop: "store",
  }),
);

/** Whether every word of `name` stands in `text`, in any order. */
export function isMentioned(name: string, text: string): boolean {
  const present = new Set(toTerms(text));
  const wanted = toTerms(name);
  return wanted.length > 0 && wanted.every((term) => present.has(term));
}

/** Whether the texts share a meaningful word. */
export function shareTerm(left: string, right: string): boolean {
  const present = new Set(toTerms(left));
  return toTerms(right).some((term) => present.has(term));
}
