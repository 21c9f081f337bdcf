import { isDevanagari, toHindiStem } from "./hindi-stem.ts";
import { isIndic, toSearchWords } from "./words.ts";

/** A word of a query: as literal for `::tsquery`, and as plain word for the English dictionary. */
export type QueryTerm = { word: string; literal: string };

const MAX_QUERY_TERMS = 32;
const MAX_TERM_CHARACTERS = 64;
/** Postgres keeps no higher position. */
const MAX_POSITION = 16_383;
const PREFIX_LENGTH = 4;

/** Words that say how something is asked for, not what: they match every document or none. */
const STOP_WORDS = new Set(
  toSearchWords(
    `a about all also am an and any are as at be been but by can could did do does for from give get had has have he
    help her here hers him his how i if in into is it its just like make may me more my need no not of on or our ours
    out please shall she should show so some such tell than that the their them then there these they this those to too
    up us use very want was we were what when where which who whom why will with would write you your yours
    हम हमारा हमारी हमारे मैं मेरा मेरी मेरे आप आपका आपकी आपके तुम यह ये वह वे इस उस इन उन का की के को ने से में पर तक और या
    भी ही तो है हैं था थी थे हो होता होती होते कर करना करें करो कीजिए दो दें लिए लिखो लिखें बनाओ बनाएं क्या कैसे कौन कब कहां क्यों एक कुछ
    नहीं न जो
    ka ki ke ko ne se mein par aur ya bhi hi toh hai hain tha thi liye hamara hamari hamare mera meri mere kya kaise
    kaun kab kahan kyun nahi karo karna banao likho`,
  ),
);

/**
 * The words of a text as a literal for `::tsvector`, each with its places; a weight ("B") marks words of headings.
 * Built here and not by Postgres, whose parser depends on the locale and cuts Indian words at their vowel signs.
 */
export function toTermVector(text: string, weight = ""): string {
  const places = new Map<string, number[]>();
  for (const [index, word] of toSearchWords(text).entries()) {
    const term = toTerm(word);
    const known = places.get(term) ?? [];
    if (known.length < 255) known.push(Math.min(index + 1, MAX_POSITION));
    places.set(term, known);
  }
  return [...places]
    .map(([term, at]) => `'${term}':${at.map((place) => `${place}${weight}`).join(",")}`)
    .join(" ");
}

/** The distinct words worth searching; a query of nothing but stop words keeps them. */
export function toQueryTerms(query: string): QueryTerm[] {
  const words = [...new Set(toSearchWords(query))];
  const telling = words.filter((word) => !STOP_WORDS.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
  return (telling.length === 0 ? words : telling).slice(0, MAX_QUERY_TERMS).map((word) => {
    const term = toTerm(word);
    // Tamil, Telugu and Marathi add endings to the word that is asked for.
    const isPrefix = isIndic(word) && term.length >= PREFIX_LENGTH;
    return { word, literal: isPrefix ? `'${term}':*` : `'${term}'` };
  });
}

/** The same words cut short, for a query that found nothing as it stands: "pricng" still finds "pricing". */
export function toLooseTerms(terms: readonly QueryTerm[]): QueryTerm[] {
  return terms.flatMap(({ word }) => {
    const term = toTerm(word);
    if (term.length < PREFIX_LENGTH) return [];
    const kept = term.slice(0, Math.max(PREFIX_LENGTH, Math.ceil(term.length * 0.6)));
    return [{ word: "", literal: `'${withoutHalves(kept)}':*` }];
  });
}

/** Letters, marks and digits only: nothing in it can end the quotes around it. */
function toTerm(word: string): string {
  const short = withoutHalves(word.slice(0, MAX_TERM_CHARACTERS));
  return isDevanagari(short) ? toHindiStem(short) : short;
}

/** A cut may leave half of a surrogate pair at the end. */
function withoutHalves(text: string): string {
  return text.toWellFormed().replaceAll("\ufffd", "");
}
