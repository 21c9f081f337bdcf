import type { Perception, Route } from "../../domain/route.ts";
import type { SkillSet } from "../../domain/skill.ts";
import { confidenceOfChoice, confidenceOfRejection } from "./confidence.ts";
import { type Evidence, weighSkills } from "./evidence.ts";
import { countNamedThings, countWords, isEmptyTalk } from "./light-words.ts";
import { type QuestionForm, toQuestionForm } from "./question-form.ts";
import { countTradeWords, type TradeWords } from "./trade-words.ts";

/** Answers questions about the product and general marketing, and what no other skill is for. */
const GENERAL_SKILL = "general.assistant";

export type Decision = {
  outcome: Exclude<Route["outcome"], "several">;
  /** The chosen skill first, or the best candidates. */
  evidence: Evidence[];
  confidence: number;
  path: string[];
  /** Whether the skill was chosen for what it does, not for want of another. */
  isSpecial: boolean;
};

/** Evidence from which a skill is chosen; below it a word or two are shared by chance. */
const ENOUGH = 0.75;
/** Evidence that holds also when the request speaks of another trade ("an email for our Python course"). */
const ENOUGH_AGAINST_FOREIGN = 1.3;
/** A second skill this close to the first makes the choice a guess. */
const TOO_CLOSE = 0.88;
const HINT = 0.35;

type Signs = {
  evidence: Evidence[];
  special: Evidence[];
  own: number;
  form: QuestionForm;
  words: TradeWords;
  hasGeneral: boolean;
};

/** What one stretch of a request asks for: a skill, something unclear, or nothing that is loaded. */
export function decidePart(set: SkillSet, text: string, perception: Pick<Perception, "festivals">): Decision {
  const evidence = weighSkills(set, text, perception);
  const general = set.find(GENERAL_SKILL)?.id;
  const signs: Signs = {
    evidence,
    special: evidence.filter(({ skill }) => skill !== general),
    own: evidence.find(({ skill }) => skill === general)?.weight ?? 0,
    form: toQuestionForm(text),
    words: countTradeWords(text),
    hasGeneral: general !== undefined,
  };
  const isOfTrade =
    signs.words.trade > 0 ||
    signs.words.business > 0 ||
    signs.own >= HINT ||
    (signs.special[0]?.weight ?? 0) >= ENOUGH;
  if (signs.form === "greeting" || signs.form === "about-us") return toGeneral(signs, 0.9, "question");
  if (signs.form === "explain" && isOfTrade && signs.words.foreign.length === 0)
    return toGeneral(signs, 0.85, "question");
  if (countWords(text) === 1 && (evidence[0]?.weight ?? 0) >= HINT) return toUnclear(signs, 0.7);
  return chooseSpecial(signs) ?? chooseRest(signs, text, perception);
}

function chooseSpecial(signs: Signs): Decision | null {
  const [best, second] = signs.special;
  if (best === undefined || best.weight < (isForeignTo(best, signs.words) ? ENOUGH_AGAINST_FOREIGN : ENOUGH))
    return null;
  if (signs.form === "ask" && signs.own > best.weight) return toGeneral(signs, 0.7, "classifier");
  const rival = Math.max(second?.weight ?? 0, 0);
  const confidence = confidenceOfChoice(best.weight, rival);
  const path = ["retrieval", "classifier"];
  if (rival >= best.weight * TOO_CLOSE)
    return {
      outcome: "unclear",
      evidence: signs.special,
      confidence,
      path: [...path, "tie"],
      isSpecial: false,
    };
  return { outcome: "single", evidence: signs.special, confidence, path, isSpecial: true };
}

/** A loaded skill may well be for what is another trade to the rest ("recipes"). */
function isForeignTo({ words }: Evidence, { foreign }: TradeWords): boolean {
  return (
    foreign.length > 0 && !foreign.some((found) => found.split(/\s+/).some((word) => words.includes(word)))
  );
}

function chooseRest(signs: Signs, text: string, { festivals }: Pick<Perception, "festivals">): Decision {
  const { words, form, own, special } = signs;
  const isForeign = words.foreign.length > 0;
  if (!isForeign && isEmptyTalk(text) && (form === "none" || countWords(text) > 0 || !/\p{N}/u.test(text)))
    return toUnclear(signs, 0.85);
  if (!isForeign && form === "ask" && (words.trade + words.business > 0 || own >= ENOUGH))
    return toGeneral(signs, 0.65, "question");
  if (!isForeign && words.trade > 0) {
    return countNamedThings(text) > 1 ? toGeneral(signs, 0.5, "classifier") : toUnclear(signs, 0.6);
  }
  const hint = special[0]?.weight ?? 0;
  if (!isForeign && hint >= HINT && (festivals.length > 0 || words.business > 0))
    return toUnclear(signs, 0.6);
  const confidence = confidenceOfRejection(Math.max(hint, own), isForeign);
  return {
    outcome: "outside",
    evidence: signs.evidence,
    confidence,
    path: ["retrieval", "reject"],
    isSpecial: false,
  };
}

function toUnclear({ evidence }: Signs, confidence: number): Decision {
  return { outcome: "unclear", evidence, confidence, path: ["retrieval", "vague"], isSpecial: false };
}

function toGeneral(signs: Signs, confidence: number, layer: string): Decision {
  const path = ["retrieval", layer];
  if (!signs.hasGeneral)
    return {
      outcome: "outside",
      evidence: signs.evidence,
      confidence,
      path: [...path, "reject"],
      isSpecial: false,
    };
  const known = signs.evidence.find(({ skill }) => !signs.special.some((other) => other.skill === skill));
  const why = {
    greeting: "a greeting",
    "about-us": "a question about the product",
    explain: "a question of marketing",
    ask: "a question of marketing",
    none: "marketing, and no other skill is for it",
  };
  const general: Evidence = {
    skill: known?.skill ?? GENERAL_SKILL,
    weight: known?.weight ?? 0,
    why: why[signs.form],
    words: known?.words ?? [],
  };
  return { outcome: "single", evidence: [general, ...signs.special], confidence, path, isSpecial: false };
}
