import type { Perception } from "../../domain/route.ts";

/**
 * What people mean, whatever they call it: the words on the right are added to a request that the pattern fits, so
 * that a skill is found by its own words in any of the languages. They are words of the trade, not names of skills.
 */
const CONCEPTS: [pattern: RegExp, words: string][] = [
  [
    /\b(?:vs\.?|versus|benchmark\w*|stack up|battle ?cards?|rivals?|competitors?|competition|competing|compared? (?:us|our|to|with|against)|(?:than|over|against|unlike|from) (?:us|ours|our \w+|mine)\b|up against|to theirs|how (?:do )?we (?:differ|compare)|(?:losing|lose|lost) (?:\w+ ){0,3}(?:to|against)|what (?:they|these|those) (?:promise|claim|charge|offer)|what (?!we\b|i\b|you\b|to\b)(?:\S+ ){1,3}(?:charges?|claims?|promises?))\b/i,
    "competitors compare",
  ],
  [
    /\b(?:mukab\w+|muqab\w+|tulna|pratispardh\w*|pratiyog\w*)\b|तुलना|मुक़?ाबल|प्रतिस्पर्ध|प्रतियोग|स्पर्धक/iu,
    "competitors compare",
  ],
  [/\be-?mails?\b|\bmailers?\b|\bnewsletters?\b|\binbox\b|ईमेल|ई-मेल|न्यूज़?लेटर|மின்னஞ்சல்|ఇమెయిల్/iu, "email"],
  [/\blinked ?in\b|लिंक्ड ?इन|लिंक्डिन|லிங்க்ட்இன்/iu, "linkedin"],
  [/\b(?:abhiyan|prachar)\b|अभियान|मोहीम|मोहिम|प्रचार|பிரச்சார|ప్రచార/iu, "campaign promotion"],
  [/\b(?:offers?|sale|scheme)\b.*\bchala\w*|ऑफ़?र.*चला/iu, "campaign promotion"],
  [/\byojana\b|योजना|திட்டம்/iu, "plan"],
  [/\b(?:daam|dam|kimat|keemat|bhav)\b|दाम|कीमत|क़ीमत|किंमत/iu, "price"],
  [/पोस्ट|பதிவு/iu, "post"],
  [/\bgrahak\w*\b|ग्राहक/iu, "customers"],
  [/\b(?:tyohar|tyohaar)\b|त्योहार|सण/iu, "festive"],
];

/** The request with the words of its concepts and the names of its festivals behind it. */
export function withConcepts(text: string, { festivals }: Pick<Perception, "festivals">): string {
  const words = CONCEPTS.filter(([pattern]) => pattern.test(text)).map(([, added]) => added);
  return [text, ...words, ...festivals.map((id) => id.replaceAll("-", " "))].join(" \n");
}
