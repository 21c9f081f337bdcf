import type { Perception } from "../../domain/route.ts";
import { toWords } from "../../india/words.ts";

/** What comes before a list of names, in English, Hindi and Hinglish. */
const BEFORE = [
  "compar(?:e|ed|ing|ison of)(?: (?:us|ourselves|me|our \\w+|my \\w+|it))? (?:with|to|against)",
  "comparison with",
  "versus|vs\\.?",
  "(?:fare|stand|do|compete|position(?:ed)?|win|lose)?\\s*against",
  "(?:competitors?|rivals?|competition)(?: (?:like|such as|are|is|include|including|namely))?(?: |: ?)",
  "(?:deals?|customers?|sales) (?:went |go |are going )?to",
  "(?:lost|losing|lose) (?:\\w+ ){0,3}to",
  "(?:मुकाबले में|तुलना में)",
  "(?:hamare|humare) mukable (?:mein|me)",
];
/** What comes after one: "Zoho and Freshworks charge", "Boat se tulna". */
const AFTER: [opener: string, closer: string][] = [
  ["(?:do|does|are|is|did)", "(?:charge|offer|claim|sell|cost|promise|position|say|doing|priced)"],
  ["^", "(?:se|ke saath|से|के साथ) (?:\\S+ ){0,2}(?:tulna|compare|तुलना|muqabla|mukabla|मुकाबला)"],
];
const PAIR = /compar(?:e|ing) (?<left>(?!us\b|our\b|my\b|me\b|it\b|ourselves\b)[^.,;?\n]{2,40}?) (?:with|to|against|and|&) /giu;
const END =
  /\s(?:on|for|in|before|after|about|regarding|by|at|from|this|who|which|that|over|because|as|since|and (?:tell|write|make|suggest|how|what|where|why|show|find)|की|के|का|ki|ke|ka|से|se)(?=\s|$)|[.;:?!()\n]|\s[-–—]\s|,\s*(?:and\s+)?(?:why|what|where|how|who)\b/iu;
const NO_NAME = new Set(
  "them they us our ours it each other others competitors competitor rivals rival the market everyone all both peers we you others' same last year month week".split(" "),
);

/** Names of competitors that a request lists; none when it only speaks of "our competitors". */
export function findRivals(text: string, perception: Pick<Perception, "entities" | "places">): string[] {
  const lists = [
    ...BEFORE.flatMap((cue) => tails(text, cue)),
    ...AFTER.flatMap(([opener, closer]) => between(text, opener, closer)),
    ...[...text.matchAll(PAIR)].map((match) => match.groups?.["left"] ?? ""),
  ];
  const companies = perception.entities.filter((entity) => entity.type === "company").map((entity) => entity.text);
  const plain = lists.flatMap(splitNames);
  const compared = /^\s*compare\s+(?!us\b|our\b)/i.test(text) ? tails(text, "^\\s*compare").flatMap(splitNames) : [];
  const found = plain.length > 0 ? plain : compared;
  const names = (found.length > 0 ? found : companies).filter((name) => !perception.places.includes(name));
  return names.filter((name, index) => names.findIndex((other) => toKey(other) === toKey(name)) === index);
}

function tails(text: string, cue: string): string[] {
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}])(?:${cue})\\s*(?<list>\\S.*)`, "giu");
  return [...text.matchAll(pattern)].map((match) => {
    const list = match.groups?.["list"] ?? "";
    const end = list.search(END);
    return end === -1 ? list : list.slice(0, end);
  });
}

function between(text: string, opener: string, closer: string): string[] {
  const pattern = new RegExp(`(?:^|\\s)(?:${opener})\\s*(?<list>[^.?!;:\\n]{2,80}?)\\s+${closer}(?![\\p{L}])`, "giu");
  return [...text.matchAll(pattern)].map((match) => match.groups?.["list"] ?? "");
}

function splitNames(list: string): string[] {
  const parts = list.split(/,\s*(?:and|or|aur|और)?\s*|\s+(?:and|or|&|aur|और|vs\.?|versus|with)\s+|\s*\/\s*(?!\/)/iu);
  const names = parts.map((part) => part.trim().replace(/^(?:the|brands?|like|both|either)\s+/i, "").replace(/[“”"'‘’]+/g, ""));
  return names.filter(isName);
}

/** A name has few words, and not only small ones. */
function isName(text: string): boolean {
  const words = toWords(text);
  if (words.length === 0 || words.length > 4) return false;
  if (words.every((word) => NO_NAME.has(word))) return false;
  return !/^(?:our|my|their|other|some|any|who|what|which|how|us|we|they|you|all|this|that|these|those)\b/i.test(text);
}

function toKey(name: string): string {
  return toWords(name).join(" ");
}
