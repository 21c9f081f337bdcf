import type { CritiqueIssue } from "../../domain/answer.ts";
import { detectLanguage } from "../perceive/language.ts";
import { findLanguages } from "../inputs/languages.ts";
import { findEmojis } from "../overseer/emojis.ts";
import type { Case } from "./issue.ts";
import { toEvidence } from "./issue.ts";

const PROFESSIONAL = /\b(?:professional|formal|serious|corporate|authoritative|expert|premium|respectful)\b/i;
const CASUAL = /\b(?:casual|playful|friendly|chatty|witty|relaxed|informal|fun)\b/i;
const CASUAL_LENGTH = 5_000;
const INFORMAL =
  /\b(?:hey|gonna|wanna|gotta|kinda|awesome|super cool|yaar|guys|lol|btw|folks)\b|\b(?:can|won|don|doesn|didn|isn|aren|wasn|weren|couldn|wouldn|shouldn|haven|hasn)['’]t\b|\b(?:it|that|there|we|you|they|i|let)['’](?:s|re|ve|ll|m)\b(?! own)|!/gi;
const STOCK =
  /\b(?:game[- ]changers?|in today['’]s (?:fast-paced|digital|competitive) world|unlock (?:the|your) (?:power|potential)|elevate your|take your \w+ to the next level|i hope this email finds you well|revolutioni[sz]e|cutting[- ]edge|seamless(?:ly)? integrat\w+|look no further|in conclusion)\b/gi;
const SCRIPTS: Record<string, RegExp> = {
  Devanagari: /\p{Script=Devanagari}/gu,
  Tamil: /\p{Script=Tamil}/gu,
  Telugu: /\p{Script=Telugu}/gu,
  Bengali: /\p{Script=Bengali}/gu,
  Gujarati: /\p{Script=Gujarati}/gu,
  Kannada: /\p{Script=Kannada}/gu,
  Malayalam: /\p{Script=Malayalam}/gu,
  Gurmukhi: /\p{Script=Gurmukhi}/gu,
  Oriya: /\p{Script=Oriya}/gu,
  Arabic: /\p{Script=Arabic}/gu,
};
const SCRIPT_OF: Record<string, string> = {
  ...{
    hi: "Devanagari",
    mr: "Devanagari",
    ta: "Tamil",
    te: "Telugu",
    bn: "Bengali",
    as: "Bengali",
    gu: "Gujarati",
  },
  ...{ kn: "Kannada", ml: "Malayalam", pa: "Gurmukhi", or: "Oriya", ur: "Arabic" },
};
/** Names, terms and addresses stay Latin also in a Hindi text. */
const LEAST_SHARE = 0.35;

/** Voice, constitution and language of an answer. */
export function findBrandIssues(given: Case): CritiqueIssue[] {
  const { foundation, answer } = given;
  const { text } = answer;
  const voice = `${foundation?.brand_voice ?? ""} ${foundation?.tone_keywords?.join(" ") ?? ""}`;
  const emojis = findEmojis(text);
  const bans = foundation?.constitution?.no_emojis === true;
  const informal =
    foundation?.constitution?.formal_only === true ? [...new Set(text.match(INFORMAL) ?? [])] : [];
  const stock = [...new Set(text.match(STOCK) ?? [])];
  return [
    ...issue(
      bans && emojis.length > 0,
      "MEDIUM",
      "The constitution forbids emojis, and the answer has some.",
      emojis.join(" "),
    ),
    ...issue(
      !bans && emojis.length > 0 && PROFESSIONAL.test(voice),
      "LOW",
      "Emojis do not fit a professional voice.",
      emojis.join(" "),
    ),
    ...issue(
      informal.length > 0,
      "MEDIUM",
      "The constitution asks for formal language only.",
      informal.join(", "),
    ),
    ...issue(
      CASUAL.test(voice) && text.length > CASUAL_LENGTH,
      "LOW",
      "The answer is long for a casual voice.",
      `${text.length} characters`,
    ),
    ...issue(stock.length > 0, "LOW", "Stock phrases make the text sound like any other.", stock.join(", ")),
    ...findLanguageIssues(given),
  ];
}

function findLanguageIssues({ inputs, request, answer }: Case): CritiqueIssue[] {
  const wished = Object.entries(inputs).find(([name]) => /(?:^|_)lang(?:uage)?$/.test(name))?.[1];
  const named = typeof wished === "string" ? (findLanguages(wished)[0]?.tag ?? wished) : undefined;
  const language = named ?? detectLanguage(request);
  const script = SCRIPT_OF[language];
  const letters = answer.text.replace(/^#{1,6}\s.*$/gm, "").match(/\p{L}/gu)?.length ?? 0;
  if (letters < 40) return [];
  const pattern = script === undefined ? undefined : SCRIPTS[script];
  // English and Hinglish are written in Latin letters, as is every language that has no script of its own here.
  const right = answer.text.match(pattern ?? /\p{Script=Latin}/gu)?.length ?? 0;
  return issue(
    right < letters * LEAST_SHARE,
    "MEDIUM",
    `The answer is not written in the language that was asked for (${language}).`,
    answer.text,
  );
}

function issue(
  isFound: boolean,
  severity: CritiqueIssue["severity"],
  message: string,
  evidence: string,
): CritiqueIssue[] {
  return isFound ? [{ category: "BRAND", severity, message, evidence: toEvidence(evidence) }] : [];
}
