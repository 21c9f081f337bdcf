import { findWords, type Word } from "../words/words.ts";
import { BUSINESSES, toPhraseKind } from "./noun-groups.ts";
import type { Phrase } from "./phrase.ts";

/** In Hindi and its sisters the word that says "about" or "for" stands behind its phrase. */
const ABOUT =
  /(?<![\p{L}\p{M}])(?:के बारे में|के विषय में|ke (?:baare|bare) (?:mein|me)|के ऊपर|ke upar)(?![\p{L}\p{M}])/giu;
const FOR = /(?<![\p{L}\p{M}])(?:के लिए|के लिये|ke liye|ke lie)(?![\p{L}\p{M}])/giu;
/** Words that end the phrase before: case words, verbs, and the thing that is ordered. */
const STOPS = new Set(
  "aur और में mein me ko को se से ne ने par पर pe ek एक hai hain है हैं likho likhna likhiye likhni post पोस्ट email ईमेल mail campaign banao banana banaiye लिखो लिखिए लिखना बनाओ बनाइए liye लिए is chahiye चाहिए do dena dijiye दो इस mujhe मुझे please".split(
    " ",
  ),
);
const LONGEST = 6;

export function findIndianPhrases(text: string): Phrase[] {
  const about = [...text.matchAll(ABOUT)].map((match) => clauseBefore(text, match.index));
  const forWhom = [...text.matchAll(FOR)].map((match) => phraseBefore(text, match.index));
  const owned = isIndian(text)
    ? [...text.matchAll(BUSINESSES)].map((match) => phraseBefore(text, match.index + match[0].length))
    : [];
  return [
    ...about.filter(isFilled).map((phrase): Phrase => ({ kind: "topic", text: phrase, isSure: true })),
    ...forWhom
      .filter(isFilled)
      .map((phrase): Phrase => ({ kind: toPhraseKind(phrase), text: phrase, isSure: false })),
    ...owned
      .filter((phrase) => phrase.includes(" "))
      .map((phrase): Phrase => ({ kind: "business", text: phrase, isSure: false })),
  ];
}

/**
 * What an order in Hindi is about when no word says "about": behind "likhna hai ki", behind "mail bhejna hai", or
 * before "की सूचना देने वाला ईमेल लिखिए".
 */
export function findIndianTopic(text: string): string | undefined {
  const that = new RegExp(`${ORDER_VERB}\\s+(?:है |hai )?(?:कि|ki)\\s+(?<topic>\\S.{3,400}?)[।.!]?$`, "isu");
  const behind = new RegExp(
    `${THING}\\s+${ORDER_VERB}\\s+(?:है|hai|hain)\\s+(?<topic>\\S.{3,400}?)[।.!]?$`,
    "isu",
  );
  const before = new RegExp(
    `^(?<topic>\\S.{3,400}?)\\s+(?:देने वाला|देने वाली|dene wala|dene wali|वाला|वाली|wala|wali|पर|par|ka|ki|का|की)\\s+(?:एक |ek )?${THING}\\s+(?:${ORDER_VERB})`,
    "isu",
  );
  const found = [that, behind, before].map((pattern) => pattern.exec(text)?.groups?.["topic"]?.trim());
  return found.find((topic) => topic !== undefined)?.replace(READERS_FIRST, "");
}

const ORDER_VERB =
  "(?:likhna|likhni|likho|likhiye|likh do|bhejna|bhejni|bhejo|banana|banani|banao|chahiye|लिखना|लिखनी|लिखो|लिखिए|लिखें|भेजना|भेजनी|भेजो|बनाना|बनाओ|बनाइए|चाहिए)";
const THING = "(?:post|mail|e-?mail|message|caption|newsletter|पोस्ट|ईमेल|ई-मेल|मेल|संदेश|न्यूज़?लेटर)";
const READERS_FIRST = /^(?:ग्राहकों|सदस्यों|ग्राहक|grahakon|customers|logon|members|subscribers)\s+(?:को|ko)\s+/iu;
const PLATFORM_FIRST =
  /^(?:(?:please|मुझे|mujhe|hume|हमें)\s+)?(?:(?:linkedin|instagram|facebook|whatsapp|email|लिंक्डइन|व्हाट्सएप|इंस्टाग्राम|फेसबुक)\s+(?:पर|par|pe|के लिए|ke liye)\s+)?(?:(?:एक|ek)\s+)?(?:(?:post|पोस्ट|email|ईमेल|mail)\s+(?:likho|likhna|banao|लिखो|लिखिए|बनाओ)\s+)?/iu;

/** All of a clause before "के बारे में", without where to post it. */
function clauseBefore(text: string, end: number): string {
  const head = text.slice(0, end);
  const from = Math.max(...[...head.matchAll(/[.,;:!?।\n]/gu)].map((match) => match.index + 1), 0);
  return head.slice(from).trim().replace(PLATFORM_FIRST, "").trim();
}

function phraseBefore(text: string, end: number): string {
  const head = text.slice(0, end);
  const from = Math.max(...[...head.matchAll(/[.,;:!?।\n]/gu)].map((match) => match.index + 1), 0);
  const taken: Word[] = [];
  for (const word of findWords(head).toReversed()) {
    if (word.start < from || taken.length >= LONGEST || isStop(word.text)) break;
    taken.unshift(word);
  }
  const [first] = taken;
  return first === undefined ? "" : head.slice(first.start).trim();
}

function isStop(word: string): boolean {
  // Marathi puts "for" at the end of the word.
  return STOPS.has(word.normalize("NFC").toLowerCase()) || word.endsWith("साठी");
}

function isIndian(text: string): boolean {
  return /[\u0900-\u0d7f]|(?<![\p{L}])(?:ki|ke|ka|hamari|hamare|humari|banao|chahiye)(?![\p{L}])/iu.test(
    text,
  );
}

function isFilled(phrase: string): boolean {
  // A platform or a festival alone is not what a text is about.
  return (
    phrase !== "" && !/^(?:linkedin|instagram|facebook|whatsapp|लिंक्डइन|व्हाट्सएप|इंस्टाग्राम)$/iu.test(phrase)
  );
}
