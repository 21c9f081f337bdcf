/** Numbers that people write as words before "lakh", "crore", "hazaar" or "rupees", in English, Hindi and Hinglish. */
const NUMBER_WORDS = `
  a 1, an 1, half 0.5, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, eleven 11,
  twelve 12, thirteen 13, fourteen 14, fifteen 15, sixteen 16, seventeen 17, eighteen 18, nineteen 19, twenty 20,
  thirty 30, forty 40, fifty 50, sixty 60, seventy 70, eighty 80, ninety 90,
  आधा 0.5, एक 1, डेढ़ 1.5, दो 2, ढाई 2.5, अढ़ाई 2.5, तीन 3, चार 4, पांच 5, पाँच 5, छह 6, छः 6, छे 6, सात 7, आठ 8, नौ 9,
  दस 10, ग्यारह 11, बारह 12, तेरह 13, चौदह 14, पंद्रह 15, पन्द्रह 15, सोलह 16, सत्रह 17, अठारह 18, उन्नीस 19, बीस 20,
  इक्कीस 21, बाईस 22, तेईस 23, चौबीस 24, पच्चीस 25, छब्बीस 26, सत्ताईस 27, अट्ठाईस 28, उनतीस 29, तीस 30, इकतीस 31,
  बत्तीस 32, तैंतीस 33, चौंतीस 34, पैंतीस 35, चालीस 40, पैंतालीस 45, पचास 50, पचपन 55, साठ 60, पैंसठ 65, सत्तर 70,
  पचहत्तर 75, अस्सी 80, पचासी 85, नब्बे 90, पंचानवे 95, निन्यानवे 99,
  aadha 0.5, ek 1, dedh 1.5, do 2, dhai 2.5, teen 3, char 4, chaar 4, paanch 5, panch 5, chhah 6, chhe 6, che 6, saat 7,
  sat 7, aath 8, aat 8, nau 9, das 10, dus 10, gyarah 11, barah 12, terah 13, chaudah 14, pandrah 15, solah 16, bees 20,
  bis 20, pachees 25, pacchis 25, tees 30, tis 30, chalis 40, chalees 40, pachas 50, pachaas 50, saath 60, sattar 70,
  assi 80, nabbe 90`;

/** Words that shift the number after them: "साढ़े तीन" is 3.5. Alone ("सवा लाख") they shift 1. */
const SHIFTS = "साढ़े 0.5, saadhe 0.5, sadhe 0.5, सवा 0.25, sava 0.25, sawa 0.25, पौने -0.25, paune -0.25";

const VALUES = readTable(NUMBER_WORDS);
const SHIFT_VALUES = readTable(SHIFTS);

/** Alternatives for a regular expression over text as people type it, nukta composed or not; longest first. */
export const NUMBER_WORD_PATTERN = [...VALUES.keys(), ...SHIFT_VALUES.keys()]
  .flatMap((word) => [word, word.replaceAll("ड\u093c", "\u095c").replaceAll("ढ\u093c", "\u095d")])
  .filter((word, index, all) => all.indexOf(word) === index)
  .sort((left, right) => right.length - left.length)
  .join("|");

/** The value of "twenty five", "साढ़े तीन", "one and a half"; the words must come from the pattern above. */
export function toNumberFromWords(phrase: string): number {
  const words = phrase
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s-]+/);
  if (/\band a half$/.test(phrase.toLowerCase()))
    return toNumberFromWords(phrase.slice(0, -"and a half".length).trim()) + 0.5;
  if (words[0] === "half") return 0.5;
  let sum = 0;
  let shift = 0;
  for (const word of words) {
    shift += SHIFT_VALUES.get(word) ?? 0;
    sum += VALUES.get(word) ?? 0;
  }
  return (sum === 0 ? 1 : sum) + shift;
}

function readTable(table: string): ReadonlyMap<string, number> {
  const rows = table.normalize("NFC").split(",");
  return new Map(
    rows.map((row) => {
      const [word = "", value] = row.trim().split(" ");
      return [word, Number(value)];
    }),
  );
}
