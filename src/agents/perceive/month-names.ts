/** Month names as people write them, in English, Hindi and Marathi; the value counts from 1. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  (
    [
      ["january", "jan", "जनवरी", "जानेवारी"],
      ["february", "feb", "फरवरी", "फ़रवरी", "फेब्रुवारी"],
      ["march", "mar", "मार्च"],
      ["april", "apr", "अप्रैल", "एप्रिल"],
      ["may", "मई", "मे"],
      ["june", "jun", "जून"],
      ["july", "jul", "जुलाई", "जुलै"],
      ["august", "aug", "अगस्त", "ऑगस्ट"],
      ["september", "sept", "sep", "सितंबर", "सितम्बर", "सप्टेंबर"],
      ["october", "oct", "अक्टूबर", "ऑक्टोबर"],
      ["november", "nov", "नवंबर", "नवम्बर", "नोव्हेंबर"],
      ["december", "dec", "दिसंबर", "दिसम्बर", "डिसेंबर"],
    ] as const
  ).flatMap((names, index) => names.map((name) => [name.normalize("NFC"), index + 1] as const)),
);

/** Weekdays, 0 is Sunday as in `Date`. */
export const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  (
    [
      ["sunday", "sun", "रविवार", "इतवार", "ravivar", "itwar"],
      ["monday", "mon", "सोमवार", "somvar", "somwar"],
      ["tuesday", "tue", "tues", "मंगलवार", "मंगळवार", "mangalvar", "mangalwar"],
      ["wednesday", "wed", "बुधवार", "budhvar", "budhwar"],
      ["thursday", "thu", "thur", "thurs", "गुरुवार", "guruvar", "guruwar"],
      ["friday", "fri", "शुक्रवार", "shukravar", "shukrawar"],
      ["saturday", "sat", "शनिवार", "shanivar", "shaniwar"],
    ] as const
  ).flatMap((names, index) => names.map((name) => [name.normalize("NFC"), index] as const)),
);
