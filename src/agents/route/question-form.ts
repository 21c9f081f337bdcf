const NO_LETTER = "[^\\p{L}\\p{M}\\p{N}]*";
const LEAD_IN = new RegExp(
  `^${NO_LETTER}(?:(?:hi|hello|hey|please|and|so|ok|okay|also|can you|could you)[^\\p{L}\\p{M}\\p{N}]+)*`,
  "iu",
);

/** Forms of a question that wants an explanation, a definition or a rule, not a piece of work. */
const EXPLAIN: readonly RegExp[] = [
  /^what(?:'s|’s| is| are| does| do) (?!our\b|my\b|we\b)(?!.*\b(?:charg\w*|claim\w*|rivals?|competitors?)\b)/iu,
  /^what(?:'s|’s| is) the difference\b/iu,
  /^what makes\b/iu,
  /^what (?:skills|can you|models?|channels?|metrics?|kpis?)\b/iu,
  /^(?:define|explain)\b/iu,
  /^how (?:is|are) .*\b(?:calculated|computed|measured|defined)\b/iu,
  /^how (?:do|can|should|to) (?:(?:i|we|you) )?(?:calculate|compute|measure|define|track|add|connect|upload|use|install|set up|start using)\b/iu,
  /^how (?:do|can|should|to) .*\b(?:good|better|great|effective|usually|normally)\b/iu,
  /^how (?:much|often|many|long) (?:should|do|does|is)\b/iu,
  /^which (?:metrics?|kpis?|channels?|tools?|framework|platform|model|one|is|are)\b/iu,
  /^when should (?:i|we)\b/iu,
  /^(?:should|shall) (?:i|we) (?:use|choose|prefer|go|start|do|run|try)\b.*\bor\b/iu,
  /^(?:is|are|does|do|can) (?!.*\b(?:us|ours)\b).*\?$/iu,
  /^.*\bor\b.*\bfirst\b.*\?$/iu,
  /(?:kya (?:hota|hoti|hote) hai|ka matlab|kaise (?:nikalte|nikale|napte|calculate)|kise kehte)/iu,
  /(?:क्या (?:होता|होती|होते) है|का (?:मतलब|अर्थ)|कैसे (?:निकालते|मापते)|किसे कहते|म्हणजे काय)/iu,
];
/** "better than us" asks for a comparison, however it begins. */
const ABOUT_RIVALS = /\b(?:than|over|against|versus|vs\.?) (?:us|ours?)\b/iu;
/** An order, unless somebody asks how to do it themselves. */
const ORDER =
  /(?<!\b(?:i|we|to|they|people|how do you) )\b(?:write|draft|compose|plan|prepare|compare|analy[sz]e|benchmark|likho|likhiye|banao|banaiye|tulna)\b|लिख|बनाओ|बनाइए|तुलना/iu;
const ASKS = new RegExp(
  `[?？]\\s*$|^${NO_LETTER}(?:what|how|why|which|who|when|where|is|are|does|do|can|should|kya|kaise|kyun|kaun|क्या|कैसे|क्यों|कौन)(?![\\p{L}\\p{M}])`,
  "iu",
);
const ABOUT_US =
  /\b(?:what can you|what (?:all )?do you do|who are you|what are you|how do you work|your (?:skills|features|abilities)|(?:can|do|should|could) (?:i|we) (?:give|send|tell|show|ask|teach|upload)(?: to)? you|what skills|are you (?:a|an|able)|raptorflow|tum kya kar|aap kya kar)\b|आप क्या कर|तुम क्या कर/iu;
const GREETING = new RegExp(
  `^${NO_LETTER}(?:hi|hello|hey|good (?:morning|afternoon|evening)|namaste|namaskar|vanakkam|नमस्ते|नमस्कार|வணக்கம்|thanks?(?: you)?|thank you(?: so much)?|dhanyavaad|shukriya|धन्यवाद|शुक्रिया)(?:\\s+(?:there|team|raptorflow|ji|जी))?${NO_LETTER}$`,
  "iu",
);
/** Nobody asks a question of this kind at greater length. */
const MOST_CHARACTERS = 600;

export type QuestionForm = "greeting" | "about-us" | "explain" | "ask" | "none";

/** What kind of question a text is, if it is one. */
export function toQuestionForm(text: string): QuestionForm {
  const plain = text.trim().slice(0, MOST_CHARACTERS).replace(/\s+/g, " ");
  if (GREETING.test(plain)) return "greeting";
  if (ABOUT_US.test(plain)) return "about-us";
  const bare = plain.replace(LEAD_IN, "");
  const isExplain =
    EXPLAIN.some((form) => form.test(bare)) && !ABOUT_RIVALS.test(plain) && !ORDER.test(plain);
  if (isExplain) return "explain";
  return ASKS.test(plain) ? "ask" : "none";
}
