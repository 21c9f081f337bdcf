import { DELIVERABLES, PLATFORMS } from "./noun-groups.ts";
import type { Phrase, PhraseKind } from "./phrase.ts";
import { findWords, toListPattern, toWordPattern } from "../words/words.ts";

const PLAIN_WORDS = toListPattern([
  ...PLATFORMS,
  ..."a an the our my some short long good great nice quick new simple strong draft few multi touch part step cold punchy crisp catchy better best one two three four five six seven eight nine ten first final formal friendly professional casual high-performing".split(
    " ",
  ),
]);
const TONES = toListPattern(
  "friendly formal warm playful professional casual witty bold festive emotional serious humorous funny inspiring inspirational confident urgent empathetic conversational luxurious premium respectful cheerful direct storytelling informal".split(
    " ",
  ),
);
const TONE_CUE = toWordPattern("tone|voice|style|mood|keep it|make it|sounds?|in an?");
const DELIVERABLE = new RegExp(`(?<![\\p{L}])(?:${DELIVERABLES})(?![\\p{L}])`, "iu");
const ORDER_WORDS = toListPattern(
  "write draft create need want generate compose make prepare design plan send give please can could you i we help do me us something likho likhiye banao banaiye chahiye लिखो लिखिए लिखें बनाओ बनाइए चाहिए".split(
    " ",
  ),
);
/** Words that carry nothing by themselves; "based on that" says nothing new either. */
const SMALL_WORDS = toListPattern(
  "for to of in on at by with about and or then also that this it them they which who when where what how why is are was be from into as based using hai hain ke ka ki ko se mein me par liye ek aur के का की को में से पर लिए एक और है हैं".split(
    " ",
  ),
);
const ASKING = toWordPattern(
  "write|draft|create|plan|make|generate|compose|prepare|design|give|need|want|compare|help|please|turn|convert|rewrite|shorten|likho|banao|लिखो|लिखें|लिखिए|बनाओ|बनाएं|बनाइए|can you|could you",
  "iu",
);

/** A sentence that says what to do, not what is. */
const ORDERS =
  /^(?:(?:please|and|also|now|then|so|ok(?:ay)?|kindly|but|hi|hello|can|could|would|will|you|i|we|i'd|i’d|like|need|want|to|help|me|us)[,\s]+)*(?:write|draft|create|plan|make|generate|compose|prepare|design|give|compare|turn|convert|rewrite|shorten|translate|add|mention|include|change|remove|replace|drop|keep|use|suggest|send|say|tell|do|don'?t|no|not|in (?:hindi|english|hinglish|marathi|tamil|an?)|now for|same|need|want|help|an? (?:[\p{L}-]+ ){0,4}?(?:posts?|e-?mails?|campaigns?|newsletters?|mails?))(?![\p{L}])|(?:likho|likhna|likhiye|banao|banana|chahiye|bhejna|bhejo|karo)(?![\p{L}])|लिख|बनाओ|बनाइए|चाहिए|भेज/iu;
/** "and add that classes start on 5 December" */
const ADDED =
  /(?<![\p{L}])(?:add|mention|include|say|note) (?:that |the fact that )(?<detail>[^.!?\n]{4,200})/giu;
const POINTING =
  /^(?<before>.{8,300}?)[,.;]?\s+(?:and |then |also |and then )*(?:please )?(?:write|draft|create|make|prepare|plan|compose|send)\s[^.!?\n]{0,80}?\b(?:about|announcing|on|for) (?:it|this|that|them)\b/isu;
const ORDER_START =
  /^(?:please\s+)?(?:plan|create|make|write|draft|prepare|design|run|do|build|suggest)\s+(?:me |us )?/iu;

/** The best phrase of a kind: what is announced by a word of its own wins over what only "for" introduces. */
export function pickPhrase(phrases: readonly Phrase[], ...kinds: PhraseKind[]): string | undefined {
  for (const kind of kinds) {
    const sure = phrases.find((phrase) => phrase.kind === kind && phrase.isSure);
    const found = sure ?? phrases.find((phrase) => phrase.kind === kind);
    if (found !== undefined) return found.text;
  }
  return undefined;
}

/** What a request is about when no phrase says so: after a colon, in its other sentences, or before "post". */
export function findTopicElsewhere(text: string): string | undefined {
  const colon = text.indexOf(":");
  const afterColon = colon > 2 && colon < 80 ? text.slice(colon + 1).trim() : "";
  if (
    afterColon.length > 7 &&
    (text.slice(0, colon).search(ASKING) >= 0 || DELIVERABLE.test(text.slice(0, colon)))
  )
    return afterColon;
  const told = findStatements(text);
  if (told.length > 0 && told.length < toSentences(text).length) return told.join(" ");
  return findModifier(text);
}

/** What a request tells beside its order: plain statements, and what is to be added. */
export function findTold(text: string): string[] {
  const added = [...text.matchAll(ADDED)].map((match) => match.groups?.["detail"]?.trim() ?? "");
  return [...findStatements(text), ...added.filter((detail) => detail.length > 3).map(toSentence)];
}

/** "Plan a sale for our shop and write a post about it" points at the sale. */
export function findPointedAt(text: string): string | undefined {
  const before = POINTING.exec(text)?.groups?.["before"]?.trim();
  const plain = before?.replace(ORDER_START, "").replace(/[\s,.;]+$/, "");
  return plain === undefined || plain.length < 8 ? undefined : plain;
}

function findStatements(text: string): string[] {
  return toSentences(text).filter(
    (sentence) => sentence.length > 15 && !ORDERS.test(sentence) && !/[?？]$/.test(sentence),
  );
}

function toSentences(text: string): string[] {
  return text.split(/(?<=[.!।])\s+|\n+/u).map((sentence) => sentence.trim());
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** "a product launch email" is about a product launch; when more follows, the whole says it better. */
function findModifier(text: string): string | undefined {
  const pattern = new RegExp(
    `(?:^|(?:write|draft|create|need|want|generate|compose|make|prepare|design|plan|send)\\s+(?:me |us )?)(?<words>(?:[\\p{L}\\p{M}\\p{N}'-]+\\s+){1,6}?)(?:${DELIVERABLES})[\\s.!]*$`,
    "iu",
  );
  const topic = withoutOrder(pattern.exec(text)?.groups?.["words"] ?? "");
  return topic.length < 3 ? undefined : topic;
}

/** Whether a request says more than what kind of text is wanted. */
export function saysSomething(text: string): boolean {
  const left = withoutOrder(text.replace(SMALL_WORDS, " "));
  return findWords(left).some((word) => word.text.length > 2);
}

/** Words of an order that name nothing to work on. */
export function isOrderWord(word: string): boolean {
  return withoutOrder(word) === "";
}

function withoutOrder(text: string): string {
  const plain = text
    .replace(PLAIN_WORDS, " ")
    .replace(TONES, " ")
    .replace(ORDER_WORDS, " ")
    .replace(/\d+[\s-]*/g, " ");
  return plain
    .replace(new RegExp(`(?<![\\p{L}])(?:${DELIVERABLES})(?![\\p{L}])`, "giu"), " ")
    .replace(/[\s-]+/g, " ")
    .trim();
}

/** Tone words that a cue word or the thing to write makes sure: "in a warm, playful tone", "a formal email". */
export function findTone(text: string): string | undefined {
  const tones = [...text.matchAll(TONES)];
  const near = tones.filter((tone) => {
    const around = text.slice(Math.max(0, tone.index - 30), tone.index + tone[0].length + 30);
    const after = text.slice(tone.index + tone[0].length);
    return (
      around.search(TONE_CUE) >= 0 ||
      new RegExp(`^\\s+(?:\\S+\\s+)?(?:${DELIVERABLES})(?![\\p{L}])`, "iu").test(after)
    );
  });
  const words = [...new Set(near.map((tone) => tone[0].toLowerCase()))];
  return words.length === 0 ? undefined : words.join(", ");
}

export function findQuestions(text: string): string | undefined {
  const asked = text.match(/[^.!?？।\n]+[?？]/gu)?.map((sentence) => sentence.trim());
  return asked === undefined || asked.length === 0 ? undefined : asked.join(" ");
}

export function findPlatforms(text: string): string[] {
  // A lone "x" is a times sign or a placeholder far more often than the network.
  const found = [...text.matchAll(toListPattern(PLATFORMS.filter((name) => name !== "X")))].map((match) =>
    match[0].toLowerCase(),
  );
  return PLATFORMS.filter((name) => found.includes(name.toLowerCase()));
}
