import { isPeople, PLATFORMS } from "./noun-groups.ts";
import { toLiteral } from "../words/words.ts";

/** Words that announce what a text is about; what follows belongs to it up to the end of its sentence. */
const OPENER =
  "(?:about|regarding|announc(?:e|es|ing)|saying(?: that)?|which says(?: that)?|on the (?:topic|subject|theme) of|on(?= (?:why|how|what))|(?:to|should|and) celebrate|celebrating|around the theme of|(?:tell|inform) [\\p{L} ]{2,40}? that|(?:announce|share|say|post) on \\w+ that|let [\\p{L} ]{2,40}? know that)";
const LANGUAGE = "hindi|english|tamil|telugu|marathi|hinglish|bengali|gujarati|kannada|malayalam|punjabi";
const MANNER =
  "formal|friendly|warm|playful|casual|professional|witty|serious|festive|emotional|simple|short|conversational";
const ORDER =
  "write|plan|send|draft|create|give|compare|keep|make|prepare|suggest|turn|also|then|please|add|use|it should|it must|don'?t|do not|not|no";
/** What begins another wish: how to write it, where to post it, what else to do. */
const END = [
  "[;!?।\\n]",
  "\\.(?:\\s|$)",
  `[,\\s]\\s*(?:and|but|then)\\s+(?:(?:${ORDER})(?![\\p{L}])|(?:an?|the|one|two|three) (?:[\\p{L}-]+ ){0,3}?(?:posts?|e?-?mails?|campaigns?|plans?|newsletters?|messages?)(?![\\p{L}]))`,
  `,\\s*(?:${ORDER}|(?:in|with|for|on) |budget|tone|max|under|at most|\\d+ (?:touches|e?-?mails?|posts?|slides?|words?|hooks?|lines?)(?![\\p{L}]))`,
  "\\s+please(?![\\p{L}])",
  "\\s+without (?:bragging|being|sounding|hype|jargon|emojis?|hashtags?)(?![\\p{L}])",
  `\\s+(?:with|having) (?:an? |the |no |some )?(?:budget|links?|hooks?|hashtags?|emojis?|call to action|cta|tone|${MANNER}|\\d+ (?:hooks?|hashtags?|slides?|e?-?mails?))`,
  `\\s+in (?:an? )?(?:${LANGUAGE}|${MANNER}|under \\d|\\d+ (?:words|lines|slides))(?![\\p{L}])`,
  `,?\\s+(?:on|for|via|through) (?:(?:our|my|the) )?(?:${PLATFORMS.filter((name) => name !== "X")
    .map(toLiteral)
    .join("|")}|company page)(?![\\p{L}])`,
  `,\\s*(?:linkedin|email|whatsapp|instagram|facebook)\\s*[.!]?\\s*$`,
  "\\s*$",
].join("|");
const TOPIC = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}])${OPENER}\\s+(?<phrase>(?!on (?:linkedin|facebook|instagram)|\\d+ (?:people|staff|words))\\S.{2,400}?)(?=${END})`,
  "giu",
);
const POINTER = /^(?:it|this|that|them|these|those|the same|us|me)(?:$|\s+(?:too|as well|all)$)/i;
const CLAUSE = /^(?:why|how|what|when|where|that|we|i|our decision)\s/i;

/** What the request says its text is about, with all the words that belong to it. */
export function findTopics(text: string): string[] {
  return [...text.matchAll(TOPIC)].flatMap((match) => {
    const phrase = withoutReaders(match.groups?.["phrase"]?.trim() ?? "");
    return phrase === "" || POINTER.test(phrase) ? [] : [phrase];
  });
}

/** The same from a phrase that something else found: "a cook in Pune" goes on with ", part time, 3 days a week". */
export function toWholeTopic(text: string, phrase: string): string {
  const at = text.indexOf(phrase);
  if (at === -1) return phrase;
  const rest = new RegExp(`^.{0,400}?(?=${END})`, "iu").exec(text.slice(at + phrase.length))?.[0] ?? "";
  return /^\s*,/.test(rest) ? `${phrase}${rest}`.trim() : phrase;
}

/** "our new menu to our regular customers": the readers are no part of it, unless it is a sentence of its own. */
function withoutReaders(phrase: string): string {
  const [, topic, readers] = /^(.+?)\s+to\s+([^,]+)$/iu.exec(phrase) ?? [];
  if (topic === undefined || readers === undefined || CLAUSE.test(phrase)) return phrase;
  return isPeople(readers) ? topic : phrase;
}
