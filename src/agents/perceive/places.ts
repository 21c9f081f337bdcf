import { toListPattern, findWords } from "../words/words.ts";
import { withoutOverlaps } from "./dates.ts";
import { AMBIGUOUS, CITIES, COUNTRIES, STATES } from "./place-names.ts";

export type PlaceMention = { text: string; start: number; end: number; confidence: number };

const PREPOSITION = "in|at|near|around|across";
const SPELLINGS = new Map(
  [...STATES, ...CITIES, ...AMBIGUOUS, ...COUNTRIES].map((name) => [toKey(name), name] as const),
);
const KNOWN = toListPattern([...STATES, ...CITIES]);
const LOOSE = new RegExp(
  `(?<=\\b(?:${PREPOSITION})\\s+)${toListPattern([...AMBIGUOUS, ...COUNTRIES]).source}`,
  "giu",
);
/** "US" and "India" as such; lower-case "us" is a pronoun. */
const COUNTRY = toListPattern(COUNTRIES, "gu");
/** A name after "shop in" or "based in" is a place also when no list has it; it ends before the next small word. */
const LOCATED =
  /(?<=\b(?:based|located|situated|shop|shops|store|stores|outlet|outlets|office|clinic|café|cafe|restaurant|business|company|customers|buyers|bakery|boutique|factory|studio|branch|school|hotel|gym|salon|dealers|market)\s+(?:in|at|near)\s+)(?<name>\p{Lu}[\p{L}\p{M}]+(?:[ -]\p{Lu}[\p{L}\p{M}]+){0,2})/gu;
const NO_PLACE = new Set(
  "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday hindi english marathi tamil telugu bengali gujarati kannada malayalam punjabi hinglish excel instagram facebook linkedin whatsapp google youtube twitter".split(
    " ",
  ),
);

/** Places that a text names, in its order; spelled as the list spells them, so "in pune" gives "Pune". */
export function findPlaces(text: string): PlaceMention[] {
  const found = [
    ...collect(text, KNOWN, 0.95),
    ...collect(text, COUNTRY, 0.95),
    ...collect(text, LOOSE, 0.85),
    ...collect(text, LOCATED, 0.6),
  ];
  return withoutOverlaps(found).filter((place) => !isBrandPart(text, place));
}

function collect(text: string, pattern: RegExp, confidence: number): PlaceMention[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const name = match[0];
    if (NO_PLACE.has(name.toLowerCase())) return [];
    const spelled = SPELLINGS.get(toKey(name)) ?? name;
    return [{ text: spelled, start: match.index, end: match.index + name.length, confidence }];
  });
}

/** "Bombay Shaving Company" and "Mysore pak" hold a place's name and mean no place. */
function isBrandPart(text: string, place: PlaceMention): boolean {
  const after = text.slice(place.end);
  if (/^\s+(?:pak|silk|shaving|dyeing|biryani|halwa|naan|sandal|chikankari|chaat)\b/i.test(after))
    return true;
  const [next, second] = findWords(after.slice(0, 60));
  return (
    next !== undefined &&
    next.start === 1 &&
    isCapital(next.text) &&
    second !== undefined &&
    /^(?:Company|Foods|Sweets|Mills|Traders|Jewellers|Silks)$/.test(second.text)
  );
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

function toKey(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/\s+/g, " ");
}
