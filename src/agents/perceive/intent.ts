import type { Intent, Perception } from "../../domain/route.ts";
import { toWordPattern } from "../words/words.ts";

/** Signs of each intent; the earlier in the request, the heavier. Order breaks ties. */
const SIGNS: Record<Intent, RegExp> = {
  delete: toWordPattern("delete|remove|discard|erase|cancel|drop|hatao|हटाओ|हटा दो"),
  approve: toWordPattern(
    "approve|approved|accept it|looks good|go ahead|confirm|sign off|manzoor|मंज़ूर|theek hai, bhejo",
  ),
  update: toWordPattern(
    "update|change|edit|modify|revise|rewrite|rephrase|improve|shorten|fix|adjust|translate|badlo|badal do|sudharo|बदलो|सुधारो",
  ),
  research: toWordPattern(
    "research|find out|look up|look into|investigate|who else|what do .{2,60} (?:charge|offer|claim)|pata karo|pata lagao|पता करो|खोजो|शोध",
  ),
  analyze: toWordPattern(
    "analy[sz]e|analysis|compare|comparison|compared|versus|vs|evaluate|assess|review|audit|benchmark|why (?:did|do|are|is|does)|tulna|मुकाबले|तुलना|विश्लेषण",
  ),
  generate: toWordPattern(
    "write|draft|generate|compose|come up with|brainstorm|caption|headline|likho|likh do|likhiye|likhna|लिखो|लिखें|लिखिए|लिख दो|लिहा|எழுது|రాయండి|(?:need|want|give me) (?:\\w+ ){1,3}(?:emails?|posts?|captions?|ideas)",
  ),
  create: toWordPattern(
    "create|plan|build|design|make|set up|prepare|develop|launch|start|organi[sz]e|schedule|banao|banaiye|bana do|taiyar|बनाओ|बनाएं|बनाइए|बना दो|तैयार|बनवा",
  ),
  read: toWordPattern(
    "what|which|who|when|where|how|show|list|tell me|explain|define|describe|give me|kya|kaise|kaun|batao|bataiye|kitna|क्या|कैसे|कौन|बताओ|बताइए|कितना|काय|कसे",
  ),
  clarify: toWordPattern("what do you mean|i meant|to clarify|in other words|clarify|matlab|मतलब"),
};

/** The intent whose sign comes first; confidence grows when no other intent speaks. */
export function readIntent(text: string): Perception["intent"] {
  const found = toEntries(SIGNS)
    .map(([type, pattern]) => ({ type, at: text.search(pattern) }))
    .filter((sign) => sign.at >= 0);
  const clarify = found.find((sign) => sign.type === "clarify");
  if (clarify !== undefined) return { type: "clarify", confidence: 0.8 };
  // A question word is a weak sign: "what should I write" asks, "how about you write" does not.
  const ranked = found.toSorted((left, right) => left.at - right.at);
  const [first, second] = ranked;
  if (first === undefined) return { type: "read", confidence: /[?？]\s*$/.test(text) ? 0.5 : 0.2 };
  const strong = ranked.find((sign) => sign.type === "research" || sign.type === "analyze");
  if (first.type === "read" && strong !== undefined) return { type: strong.type, confidence: 0.75 };
  return { type: first.type, confidence: second === undefined ? 0.9 : 0.7 };
}

function toEntries(signs: Record<Intent, RegExp>): [Intent, RegExp][] {
  return Object.entries(signs).flatMap(([type, pattern]) => (isIntent(type, signs) ? [[type, pattern]] : []));
}

function isIntent(type: string, signs: Record<Intent, RegExp>): type is Intent {
  return type in signs;
}
