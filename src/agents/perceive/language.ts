import { findWords } from "../words/words.ts";

/** Scripts of the languages of India; a script that several languages share is decided by words, never by range. */
const SCRIPTS: [pattern: RegExp, language: string][] = [
  [/\p{Script=Devanagari}/u, "hi"],
  [/\p{Script=Tamil}/u, "ta"],
  [/\p{Script=Telugu}/u, "te"],
  [/\p{Script=Bengali}/u, "bn"],
  [/\p{Script=Gujarati}/u, "gu"],
  [/\p{Script=Kannada}/u, "kn"],
  [/\p{Script=Malayalam}/u, "ml"],
  [/\p{Script=Gurmukhi}/u, "pa"],
  [/\p{Script=Oriya}/u, "or"],
  [/\p{Script=Arabic}/u, "ur"],
];

const MARATHI = toSet(
  "आहे आहेत आणि मध्ये साठी नाही नाहीत काय आमच्या आमचा आमची आमचे आम्ही तुम्ही तुमच्या करा लिहा पाहिजे हवे हवी हवा कसे कशी किती होते मला माझ्या माझे सांगा द्या करून असे तयार बनवा वर्षी",
);
const HINDI = toSet(
  "है हैं और के का की को में से लिए नहीं क्या हमारे हमारा हमारी हम आप करो करें लिखो लिखें चाहिए कैसे कितना कितने मुझे मेरा मेरे मेरी बनाओ बनाएं बताओ बताएं ने पर यह वह तक वाले वाली एक",
);
const ASSAMESE = /[\u09f0\u09f1]/;

/** Function words of Hindi in Latin letters that are not English words. */
const ROMAN_HINDI = toSet(
  "hai hain ke ka ki ko aur nahi nahin kya kaise kyun kyon mein liye chahiye chahie karo karna karne karni kare karein banao banana banaiye banaye banani likho likhna likhiye likhdo likh batao bataiye bataye hamara hamare hamari humara humare humari apna apne apni mera meri mere mujhe hume humein hum aap aapka aapke tum wala wale wali bhi kitna kitne kitni kahan kab kaun yeh ye woh hoga hogi raha rahe rahi dukaan dukan grahak dijiye kijiye karke sakte sakta sakti jaldi abhi accha acha bahut thoda sabse naya naye nayi se ek kar bana dena diya gaya",
);
/** These are English words too, so they never decide alone. */
const ALSO_ENGLISH = toSet("banana mere hum acha kar kab dena");

/** BCP 47 tag of the language a request is written in; Latin letters without other signs are "en". */
export function detectLanguage(text: string): string {
  const words = findWords(text).map((word) => word.text.normalize("NFC").toLowerCase());
  const counts = new Map<string, number>();
  for (const word of words) {
    const found = SCRIPTS.find(([pattern]) => pattern.test(word));
    const language = found?.[1] ?? (/\p{L}/u.test(word) ? "Latn" : null);
    if (language !== null) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [best] = [...counts]
    .filter(([language]) => language !== "Latn")
    .sort((left, right) => right[1] - left[1]);
  // Brand names stay Latin in an Indic sentence, so a third of the words is enough.
  if (best !== undefined && best[1] >= total * 0.35) return refine(best[0], words, text);
  return isRomanHindi(words) ? "hi-Latn" : "en";
}

function refine(language: string, words: string[], text: string): string {
  if (language === "bn" && ASSAMESE.test(text)) return "as";
  if (language !== "hi") return language;
  const marathi = words.filter((word) => MARATHI.has(word) || /(?:च्या|साठी|मध्ये|ातील)$/.test(word)).length;
  return marathi > words.filter((word) => HINDI.has(word)).length ? "mr" : "hi";
}

function isRomanHindi(words: string[]): boolean {
  const markers = words.filter((word) => ROMAN_HINDI.has(word));
  const sure = markers.filter((word) => !ALSO_ENGLISH.has(word)).length;
  if (sure === 0) return false;
  return markers.length >= Math.max(words.length <= 4 ? 1 : 2, words.length * 0.15);
}

function toSet(words: string): Set<string> {
  return new Set(words.normalize("NFC").split(" "));
}
