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
  "write|draft|create|plan|make|generate|compose|prepare|design|give|need|want|compare|help|please|likho|banao|लिखो|लिखें|लिखिए|बनाओ|बनाएं|बनाइए|can you|could you",
  "iu",
);

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
  const sentences = text.split(/(?<=[.!।])\s+|\n+/u).map((sentence) => sentence.trim());
  const told = sentences.filter(
    (sentence) => sentence.length > 15 && !ASKING.test(sentence) && !/[?？]$/.test(sentence),
  );
  if (told.length > 0 && told.length < sentences.length) return told.join(" ");
  return findModifier(text);
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
