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
  nothing: string;
  theRequest: string;
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
  nothing: "Nothing further follows from what is known.",
  theRequest: "the request",
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
  nothing: "जो पता है उससे आगे कुछ नहीं निकलता।",
  theRequest: "अनुरोध",
};

export function toPhrases(language: string): Phrases {
  return /^hi(?!-Latn)/i.test(language) ? HINDI : ENGLISH;
}
