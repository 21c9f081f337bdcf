import { toRequestWords } from "../../skills/request-words.ts";

/** Words that stand in any request: what they match says little about which skill is meant. */
const LIGHT = toTerms(
  "write draft create make plan prepare compose design generate produce send get find use work start begin stop go went take turn come tell show see look read say ask think learn know want need please win won new old first last next best good great better big small short long main real right many much more few different special early late back people person team company friend day days week weeks month months year years time today tomorrow morning one two three four five six seven eight nine ten half part parts thing things way something anything line lines page list order offer change without between against during using launch existing three own question answer help idea ideas name meaning term general  likhna likho likhiye likhen likhne banao banaiye bhejna bhejne naya naye nayi purane baare kaise kahan logon jinhone pehla par लिखिए लिखें लिखो लिखना बारे देने वाला वाली नए नई पुराने बनाइए बनाओ खुलने सूचना जानकारी",
);
/** Words so wide that every skill could claim them. */
const WIDE = toTerms(
  "marketing business market sales sale growth grow content brand product products customer customers help strategy promote promotion मार्केटिंग ग्राहक ग्राहकों बिज़नेस",
);
/** Objects that name nothing: "write something", "make it better". */
const EMPTY = toTerms(
  "something anything everything stuff thing things some better best improve improved fix work task job marketing business sales growth grow content help idea ideas plan strategy start continue begin write create make do need want please customer customers famous popular successful nice accha achha sa bana magic kuch madad batao karo kar मदद कुछ",
);

/** The share of its weight that a word keeps; a wide word in the very name of a skill keeps more. */
export function toWordWeight(surface: string, isName: boolean): number {
  const [word] = toRequestWords(surface);
  if (word === undefined) return 0;
  if (WIDE.has(word.term)) return isName ? 0.6 : 0.2;
  return LIGHT.has(word.term) ? 0.3 : 1;
}

/** Whether a text names nothing that could be worked on. */
export function isEmptyTalk(text: string): boolean {
  return toRequestWords(text).every((word) => EMPTY.has(word.term));
}

/** How many words of a text could decide something; one alone is a subject, not a request. */
export function countWords(text: string): number {
  return toRequestWords(text).length;
}

export function countNamedThings(text: string): number {
  return new Set(
    toRequestWords(text)
      .filter((word) => !EMPTY.has(word.term))
      .map((word) => word.term),
  ).size;
}

function toTerms(words: string): ReadonlySet<string> {
  return new Set(toRequestWords(words).map((word) => word.term));
}
