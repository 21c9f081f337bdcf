/** The words between what is known, so that a request in Hindi is not answered in English around its own words. */
export type Phrases = {
  asked: string;
  given: string;
  start: string;
  missing: string;
  howToFind: string;
  toEstablish: string;
  toWrite: string;
  open: string;
  /** Before what a person has to fill in. */
  toFill: string;
  more: string;
  restsOn: string;
  /** When no sentence fits a question. */
  noAnswer: string;
  end: string;
  nothing: string;
  theRequest: string;
  /** "our sweets shop" */
  ours(business: string): string;
  /** "Diwali at our sweets shop" */
  at(what: string, where: string): string;
  /** "Sweets shop in Pune" */
  in(what: string, place: string): string;
  /** Other ways to name a thing, for short lines. */
  named(thing: string, place: string | null): string[];
  ask(company: string | null, what: string, place: string | null): string;
  reply(company: string | null): string;
};

const ENGLISH: Phrases = {
  asked: "Asked",
  given: "Given",
  start: "Start here",
  missing: "Not known from the request or the sources given.",
  howToFind: "How to find it",
  toEstablish: "To establish",
  toWrite: "to write",
  open: "not in the request or the sources",
  toFill: "for you to fill in:",
  more: "and the other brackets",
  restsOn: "It rests on what the request gives, and on nothing else:",
  end: ".",
  noAnswer:
    "I find nothing about this in what I have: neither in your documents and profile nor in the skill's own text. A language model could answer it; until then, ask with the name of the metric, channel or product part you mean.",
  nothing: "Nothing further follows from what is known.",
  theRequest: "the request",
  ours: (business) => `our ${business}`,
  at: (what, where) => `${what} at ${where}`,
  in: (what, place) => `${what} in ${place}`,
  named: (thing, place) =>
    place === null
      ? [`Your ${thing}`, `The ${thing}`]
      : [`${place}: your ${thing}`, `The ${thing} of ${place}`],
  ask: (company, what, place) =>
    `Ask ${company ?? "us"} about ${what}${place === null ? "" : ` in ${place}`}.`,
  reply: (company) => `Reply to ${company ?? "us"} to hear more.`,
};

const HINDI: Phrases = {
  asked: "आपने पूछा",
  given: "दिया गया",
  start: "यहाँ से शुरू करें",
  missing: "अनुरोध या दिए गए स्रोतों से पता नहीं चलता।",
  howToFind: "कैसे पता करें",
  toEstablish: "पता करना है",
  toWrite: "लिखना है",
  open: "अनुरोध या स्रोतों में नहीं",
  toFill: "आपको भरना है:",
  more: "और बाकी कोष्ठक",
  restsOn: "यह केवल अनुरोध में दी गई बातों पर टिका है:",
  end: "।",
  noAnswer:
    "मेरे पास इस बारे में कुछ नहीं है: न आपके दस्तावेज़ों में, न कौशल के अपने पाठ में। भाषा मॉडल इसका उत्तर दे सकता है; तब तक उस शब्द के साथ पूछें जिसका मतलब जानना है।",
  nothing: "जो पता है उससे आगे कुछ नहीं निकलता।",
  theRequest: "अनुरोध",
  ours: (business) => `हमारी ${business}`,
  at: (what, where) => `${where} में ${what}`,
  in: (what, place) => `${place} में ${what}`,
  named: (thing, place) => (place === null ? [] : [`${place}: ${thing}`]),
  ask: (company, what, place) =>
    `${place === null ? "" : `${place} में `}${what} के बारे में ${company === null ? "हमसे" : `${company} से`} पूछें।`,
  reply: (company) => `और जानने के लिए ${company === null ? "हमें" : `${company} को`} उत्तर दें।`,
};

export function toPhrases(language: string): Phrases {
  return /^hi(?!-Latn)/i.test(language) ? HINDI : ENGLISH;
}
