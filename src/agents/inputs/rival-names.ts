import type { Perception } from "../../domain/route.ts";
import { toWords } from "../../india/words.ts";

/** What comes before a list of names. */
const BEFORE = [
  "compar(?:e|ed|ing|ison of)(?: (?:us|ourselves|me|it|(?:our|my|an?) (?:\\S+ ){1,8}?))? ?(?:with|to|against)",
  "comparison with",
  "versus|vs\\.?",
  "(?:fare|stand|do|compete|position(?:ed)?|win|lose)?\\s*against",
  "(?:competitors?|rivals?|competition) (?:like|such as|are|is|include|including|namely)",
  "(?:theirs|them|these|following|competitors?|rivals?)\\s*:",
  "(?:deals?|customers?|sales|ground) (?:went |go |are going )?to",
  "(?:lost|losing|lose) (?:\\w+ ){0,3}to",
  "(?:choose|prefer|pick|choosing|preferring|switch(?:ing|ed)? to|moving to)",
  "(?:competitor|competitive|rival) (?:analysis|research|teardown|study|benchmark|comparison|review|pricing check|check)(?: of| for| on|:| against)",
  "(?:मुकाबले में|तुलना में)",
  "(?:hamare|humare) mukable (?:mein|me)",
];
/** The same, when only a capital letter tells that names follow. */
const BEFORE_CAPITALS = [
  "(?:competitors?|rivals?)",
  "(?:websites?|sites?|pages?|ads?|pricing|prices|fees) of",
  "(?:analy[sz]e|review|audit|research)(?: our)?(?: competitors?| rivals?)?",
];
/** What stands around one. */
const AROUND: [opener: string, closer: string][] = [
  [
    "(?:do|does|are|is|did)",
    "(?:charg(?:e|ing)|offer(?:ing)?|claim(?:ing)?|sell(?:ing)?|cost|promis(?:e|ing)|position(?:ing)?|say(?:ing)?|doing|priced?|pricing|cheaper|better|faster)",
  ],
  ["(?:what|how|that)", "(?:charges?|offers?|claims?|sells?|promises?|positions?|says|prices?|does)"],
  ["^|[,;।]", "(?:se|ke saath|से|के साथ) (?:\\S+ ){0,2}(?:tulna|compare|तुलना|muqabla|mukabla|मुकाबला)"],
  ["^|[,;।]", "(?:ke|के) (?:mukabl\\w+|muqabl\\w+|मुकाबले)"],
  ["^|[,;।]", "(?:ke|ki|के|की) (?:daam|dam|price|दाम|कीमत) (?:ki|की|se|से) (?:tulna|तुलना)"],
];
const PAIR =
  /compar(?:e|ing) (?<left>(?!us\b|our\b|my\b|me\b|it\b|ourselves\b)[^.,;?\n]{2,40}?) (?:with|to|against|and|&) /giu;
const END =
  /,?\s(?:on|for|in|before|after|about|regarding|by|at|from|this|who|which|that|over|instead|rather|than|because|as|since|then|price|pricing|fees|and (?:tell|write|make|suggest|how|what|where|why|show|find|then|say|explain|we)|क्या|की|के|का|ki|ke|ka|से|se|kya)(?=\s|$)|[;:?!()\n]|\.(?=\s|$)|\s[-–—]\s|,\s*(?:and\s+)?(?:why|what|where|how|who|then)\b/iu;
const OWN_START =
  /^(?:our|my|their|other|some|any|who|what|which|how|us|we|they|you|all|this|that|these|those|hamari|hamare|humari|हमारी|हमारे|अपनी|अपने)(?![\p{L}\p{M}])/iu;
const NO_NAME = new Set(
  "them they us our ours it each other others competitors competitor rivals rival the market everyone all both peers me same last year month week theirs people".split(
    " ",
  ),
);

/** Names of competitors that a request lists; none when it only speaks of "our competitors". */
export function findRivals(text: string, perception: Pick<Perception, "entities" | "places">): string[] {
  const lists = [
    ...BEFORE.flatMap((cue) => tails(text, cue)),
    ...BEFORE_CAPITALS.flatMap((cue) => tails(text, cue)).filter(isCapital),
    ...AROUND.flatMap(([opener, closer]) => between(text, opener, closer)),
    ...[...text.matchAll(PAIR)].map((match) => match.groups?.["left"] ?? ""),
  ];
  const bare = /^\s*compare\s+(?!us\b|our\b|my\b)/i.test(text) ? tails(text, "^\\s*compare") : [];
  const companies = perception.entities
    .filter((entity) => entity.type === "company")
    .map((entity) => entity.text);
  const named = [...lists, ...bare].flatMap(splitNames);
  const found = (named.length > 0 ? named : companies).filter((name) => !perception.places.includes(name));
  return found.filter((name, index) => found.findIndex((other) => toKey(other) === toKey(name)) === index);
}

function tails(text: string, cue: string): string[] {
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}])(?:${cue})\\s+(?<list>\\S.*)`, "giu");
  return [...text.matchAll(pattern)].map((match) => {
    const list = match.groups?.["list"] ?? "";
    const end = list.search(END);
    return end === -1 ? list : list.slice(0, end);
  });
}

function between(text: string, opener: string, closer: string): string[] {
  const pattern = new RegExp(
    `(?:^|\\s)(?:${opener})\\s*(?<list>[^.?!;:\\n]{2,80}?)\\s+${closer}(?![\\p{L}])`,
    "giu",
  );
  const lists = [...text.matchAll(pattern)].map((match) => match.groups?.["list"] ?? "");
  // In Latin letters only a capital tells a name from "we" or "our customers" here.
  return lists.filter((list) => isCapital(list) || /[\u0900-\u0d7f]/.test(list) || opener.startsWith("^"));
}

function splitNames(list: string): string[] {
  const parts = list.split(
    /,\s*(?:and|or|aur|और)?\s*|\s+(?:and|or|&|aur|और|vs\.?|versus|with)\s+|\s*\/\s*(?!\/)/iu,
  );
  const names = parts.map((part) =>
    part
      .trim()
      .replace(/^(?:the|brands?|like|both|either)\s+/i, "")
      .replace(/^["“'‘]+|["”'’]+$/g, ""),
  );
  return names.filter(isName);
}

/** A name has few words, and not only small ones. */
function isName(text: string): boolean {
  const words = toWords(text);
  if (words.length === 0 || words.length > 4 || OWN_START.test(text)) return false;
  return !words.every((word) => NO_NAME.has(word) || /^\d+$/.test(word));
}

function isCapital(text: string): boolean {
  return /^["“'‘]?\p{Lu}/u.test(text);
}

function toKey(name: string): string {
  return toWords(name).join(" ");
}
