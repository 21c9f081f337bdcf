/** Numbers that people write as words before "lakh", "crore", "hazaar" or "rupees", in English, Hindi and Hinglish. */
const NUMBER_WORDS: Record<string, number> = {
  ...toValues("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", 1),
  ...{ seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50 },
  ...{ sixty: 60, seventy: 70, eighty: 80, ninety: 90, a: 1, an: 1 },
  ...toValues("एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस", 1),
  ...toValues("इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस", 21),
  ...{ पाँच: 5, छः: 6, छे: 6, पन्द्रह: 15, चालीस: 40, पैंतालीस: 45, पचास: 50, पचपन: 55, साठ: 60, पैंसठ: 65 },
  ...{ सत्तर: 70, पचहत्तर: 75, अस्सी: 80, पचासी: 85, नब्बे: 90, पंचानवे: 95, निन्यानवे: 99 },
  ...toValues("ek do teen char paanch chhah saat aath nau das gyarah barah terah chaudah pandrah solah", 1),
  ...{ chaar: 4, panch: 5, chhe: 6, che: 6, sat: 7, aat: 8, dus: 10, bees: 20, bis: 20, pachees: 25, pacchis: 25 },
  ...{ tees: 30, tis: 30, chalis: 40, chalees: 40, pachas: 50, pachaas: 50, saath: 60, sattar: 70, assi: 80, nabbe: 90 },
  ...{ डेढ़: 1.5, ढाई: 2.5, अढ़ाई: 2.5, आधा: 0.5, dedh: 1.5, dhai: 2.5, aadha: 0.5, half: 0.5 },
};

/** Words that shift the number after them: "साढ़े तीन" is 3.5. Alone ("सवा लाख") they shift 1. */
const SHIFTS: Record<string, number> = {
  साढ़े: 0.5,
  saadhe: 0.5,
  sadhe: 0.5,
  सवा: 0.25,
  sava: 0.25,
  sawa: 0.25,
  पौने: -0.25,
  paune: -0.25,
};

const VALUES = new Map(toEntries(NUMBER_WORDS));
const SHIFT_VALUES = new Map(toEntries(SHIFTS));

/** Alternatives for a regular expression over text as people type it, nukta composed or not; longest first. */
export const NUMBER_WORD_PATTERN = [...VALUES.keys(), ...SHIFT_VALUES.keys()]
  .flatMap((word) => [word, word.replaceAll("ड\u093c", "\u095c").replaceAll("ढ\u093c", "\u095d")])
  .filter((word, index, all) => all.indexOf(word) === index)
  .sort((left, right) => right.length - left.length)
  .join("|");

/** The value of "twenty five", "साढ़े तीन", "one and a half"; the words must come from the pattern above. */
export function toNumberFromWords(phrase: string): number {
  const words = phrase.normalize("NFC").toLowerCase().split(/[\s-]+/);
  if (/\band a half$/.test(phrase.toLowerCase())) return toNumberFromWords(phrase.slice(0, -"and a half".length).trim()) + 0.5;
  if (words[0] === "half") return 0.5;
  let sum = 0;
  let shift = 0;
  for (const word of words) {
    shift += SHIFT_VALUES.get(word) ?? 0;
    sum += VALUES.get(word) ?? 0;
  }
  return (sum === 0 ? 1 : sum) + shift;
}

function toValues(words: string, first: number): Record<string, number> {
  return Object.fromEntries(words.split(" ").map((word, index) => [word, first + index]));
}

function toEntries(words: Record<string, number>): [string, number][] {
  return Object.entries(words).map(([word, value]) => [word.normalize("NFC"), value]);
}
