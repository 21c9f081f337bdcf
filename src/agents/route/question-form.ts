/** Forms of a question that wants an explanation, a definition or a rule, not a piece of work. */
const EXPLAIN =
  /^(?!.*\b(?:than|over|against|versus|vs\.?) (?:us|ours?)\b)\W*(?:(?:hi|hello|hey|please|and|so|ok|okay|also|can you|could you)\W+)*(?:what(?:'s|’s| is| are| does| do) (?!our\b|my\b|we\b|rivals|competitors|the (?:rivals|competitors))(?:an? |the )?(?!.*\b(?:charg|claim|rivals?|competitors?)\w*\b).*|define\b.*|explain\b.*|how (?:is|are) .*(?:calculated|computed|measured|defined)\b.*|how (?:do|can|should|to) (?:i|we|you)? ?(?:calculate|compute|measure|define|track|add|connect|upload|use|install|set up|start using)\b.*|what(?:'s|’s| is) the difference\b.*|what makes\b.*|how (?:do|can|should|to) (?:i|we|you|people|brands)?\b.*\b(?:good|better|great|effective|usually|normally)\b.*|(?:is|are|does|do|can) (?!.*\b(?:us|ours)\b).*\?|which (?!competitors|rivals)(?:metrics?|kpis?|channels?|tools?|framework|platform|model|one|is|are)\b.*|when should (?:i|we)\b.*|how (?:much|often|many|long) (?:should|do|does|is)\b.*|what (?:skills|can you|models?|channels?|metrics?|kpis?)\b.*|.*\bor\b.*\bfirst\b.*\?)$/isu;
const EXPLAIN_INDIAN =
  /(?:kya (?:hota|hoti|hote) hai|ka matlab|kaise (?:nikalte|nikale|napte|calculate)|kise kehte)|(?:क्या (?:होता|होती|होते) है|का (?:मतलब|अर्थ)|कैसे (?:निकालते|मापते)|किसे कहते|म्हणजे काय)/iu;
const ASKS = /[?？]\s*$|^\W*(?:what|how|why|which|who|when|where|is|are|does|do|can|should|kya|kaise|kyun|kaun|क्या|कैसे|क्यों|कौन)(?![\p{L}\p{M}])/iu;
const ABOUT_US =
  /\b(?:what can you|what (?:all )?do you do|who are you|what are you|how do you work|your (?:skills|features|abilities)|(?:can|do|should|could) (?:i|we) (?:give|send|tell|show|ask|teach|upload)(?: to)? you|what skills|are you (?:a|an|able)|raptorflow|tum kya kar|aap kya kar)\b|आप क्या कर|तुम क्या कर/iu;
const GREETING =
  /^\W*(?:hi|hello|hey|hey there|hi there|good (?:morning|afternoon|evening)|namaste|namaskar|vanakkam|नमस्ते|नमस्कार|வணக்கம்|thanks?(?: you)?|thank you(?: so much)?|dhanyavaad|shukriya|धन्यवाद|शुक्रिया)(?:\s+(?:there|team|raptorflow|ji|जी))?\W*$/iu;
const ORDER =
  /(?<!\b(?:i|we|to|they|people|how do you) )\b(?:write|draft|compose|plan|prepare|compare|analy[sz]e|benchmark|likho|likhiye|banao|banaiye|tulna)\b|लिख|बनाओ|बनाइए|तुलना/iu;

export type QuestionForm = "greeting" | "about-us" | "explain" | "ask" | "none";

/** What kind of question a text is, if it is one. */
export function toQuestionForm(text: string): QuestionForm {
  const plain = text.trim();
  if (GREETING.test(plain)) return "greeting";
  if (ABOUT_US.test(plain)) return "about-us";
  if (EXPLAIN_INDIAN.test(plain)) return "explain";
  if (EXPLAIN.test(plain) && !ORDER.test(plain)) return "explain";
  return ASKS.test(plain) ? "ask" : "none";
}
