/** The words around an amount of money, as alternatives for regular expressions (flags `giu`). */

const EDGE = "(?![\\p{L}\\p{M}\\p{N}])";

/** Scale words and their factor in rupees. Stems of languages that add suffixes may be followed by letters. */
const SCALES: { factor: number; words: string; stems?: string }[] = [
  {
    factor: 10_000_000,
    words: "crores?|cr|karod|karor",
    stems: "करो(?:\u095c|ड\u093c?)|कोटी|கோடி|కోటి|కోట్ల|কোটি|કરોડ|ಕೋಟಿ|കോടി|ਕਰੋ(?:\u0a5c|ੜ)",
  },
  {
    factor: 100_000,
    words: "lakhs?|lacs?|lakhon|l",
    stems: "लाख|லட்ச|లక్ష|লাখ|লক্ষ|લાખ|ಲಕ್ಷ|ലക്ഷ|ਲੱਖ",
  },
  {
    factor: 1_000,
    words: "thousand|k|haz+aa?r|haj+aa?r",
    stems: "ह(?:\u095b|ज\u093c?)ार|ஆயிர|వేల|వేయి|হাজার|હજાર|ಸಾವಿರ|ആയിര|ਹ(?:\u0a5b|ਜ\u0a3c?)ਾਰ",
  },
  { factor: 100, words: "hundred|sau|सौ" },
  { factor: 1_000_000_000, words: "billion|bn" },
  { factor: 1_000_000, words: "million|mn" },
];

export const SCALE_PATTERN = SCALES.map(
  ({ words, stems }) => `(?:${words})${EDGE}${stems === undefined ? "" : `|(?:${stems})[\\p{L}\\p{M}]*`}`,
).join("|");

const SCALE_MATCHERS = SCALES.map(({ factor, words, stems }) => ({
  factor,
  matcher: new RegExp(`^(?:${words}${stems === undefined ? "" : `|(?:${stems})[\\p{L}\\p{M}]*`})$`, "iu"),
}));

/** Rupees for one of that scale; 1 for none. */
export function toFactor(scale: string | undefined): number {
  return SCALE_MATCHERS.find(({ matcher }) => scale !== undefined && matcher.test(scale))?.factor ?? 1;
}

/** A lakh or a crore is money unless something else is counted; thousands and millions count anything. */
export const RUPEE_SCALES: readonly number[] = [100_000, 10_000_000];

const INDIC_RUPEE =
  "रुप(?:ये|ए|या|यों|यांच)|रु(?!\\p{L})|रू(?!\\p{L})|ரூபா|ரூ(?!\\p{L})|రూపాయ|రూ(?!\\p{L})|টাকা|રૂપિયા|રૂ(?!\\p{L})|ರೂಪಾಯಿ|ರೂ(?!\\p{L})|രൂപ|ਰੁਪ";

export const RUPEE_BEFORE_PATTERN = `₹|(?<![\\p{L}\\p{M}\\p{N}])(?:(?:rs|inr|rupees?)(?![\\p{L}\\p{M}])\\.?|(?:${INDIC_RUPEE})[\\p{L}\\p{M}]*\\.?)`;
export const RUPEE_AFTER_PATTERN = `₹|(?:rs|inr|rupees?|rupaye|rupay|rupaiya|rupiya)${EDGE}|(?:${INDIC_RUPEE})[\\p{L}\\p{M}]*`;

/** Another currency next to a number: not rupees. */
export const FOREIGN_BEFORE = /(?:[$€£¥]|(?<![\p{L}\p{N}])(?:usd|us\$|eur|gbp|aed|sgd))\s*$/iu;
export const FOREIGN_AFTER =
  /^\s*(?:[$€£¥]|(?:usd|dollars?|eur|euros?|gbp|pounds?|aed|dirhams?|sgd)(?![\p{L}\p{N}]))/iu;

const MONEY_NOUNS =
  "budget|spend|spending|spent|cost|costs|price|priced|invest|invested|investment|fee|fees|mrp|kharcha?|bajat|बजट|बजेट|खर्च|खर्चा|कीमत|दाम|பட்ஜெட்|బడ్జెట్|বাজেট|બજેટ|ಬಜೆಟ್|ബജറ്റ്|ਬਜਟ";
const FILLERS =
  "is|of|at|the|my|our|a|an|around|about|approx|approximately|roughly|up|to|upto|under|below|within|max|maximum|total|only|hai|ka|ke|का|है|के|लगभग|करीब";

/** "budget of around " right before a number. */
export const BUDGET_BEFORE = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${MONEY_NOUNS})(?:\\s*[:=–—-]\\s*|\\s+|(?<![\\p{L}\\p{M}])(?:${FILLERS})(?![\\p{L}\\p{M}])\\.?)*$`,
  "iu",
);
/** " budget" or " का बजट" right after a number. */
export const BUDGET_AFTER = new RegExp(
  `^\\s*(?:(?:का|की|के|ka|ki|ke)\\s+)?(?:${MONEY_NOUNS})(?![\\p{L}\\p{M}])`,
  "iu",
);

const COUNTED =
  "people|persons?|users?|customers?|consumers?|buyers?|visitors?|visits?|views?|viewers?|followers?|subscribers?|members?|leads?|impressions?|clicks?|downloads?|installs?|orders?|units?|pieces?|pcs|students?|employees?|farmers?|households?|families|homes?|stores?|shops?|retailers?|sellers?|merchants?|companies|businesses|msmes?|smes?|contacts?|emails?|messages?|sms|words?|posts?|reels?|videos?|ads|creatives|keywords?|signups?|sessions?|reach|audience|population|litres?|liters?|ltrs?|bottles?|packs?|boxes|kg|kgs|km|kms|sq|sqft|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|times|percent|tokens?|calls?|log|logon|grahak|लोग|लोगों|ग्राहक|ग्राहकों|यूज़र|यूजर|यूज़र्स|यूजर्स|फॉलोअर्स|फॉलोवर्स|सब्सक्राइबर|व्यूज|व्यूज़|विज़िटर|सदस्य|परिवार|छात्र|दिन|दिनों|महीने|साल|घंटे|लीटर|ऑर्डर|किलो|மக்கள்|வாடிக்கையாளர்கள்|ప్రజలు|కస్టమర్లు";
const STOP_WORDS =
  "for|in|on|to|and|or|from|with|by|till|until|over|across|per|se|mein|me|ke|liye|that|who|which|so|से|में|के|और|तक|पर";

/** What follows a count, not an amount: " active users", "+ customers", "%". */
export const COUNTED_AFTER = new RegExp(
  `^\\s*(?:%|\\+?\\s*(?:(?!(?:${STOP_WORDS})(?![\\p{L}\\p{M}]))[\\p{L}\\p{M}][\\p{L}\\p{M}'-]*\\s+){0,2}(?:${COUNTED})(?![\\p{L}\\p{M}]))`,
  "iu",
);
/** "followers to ", "population of " right before a number. */
export const COUNTED_BEFORE = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${COUNTED})\\s*(?:to|of|from|is|are|:|=|cross|crossed|past)\\s*$`,
  "iu",
);
/** After an amount that counts nothing: the end, a sign, or a word that begins something else. */
export const ALONE_AFTER =
  /^\s*(?:$|[.,;:!?।)\n]|(?:for|on (?:ads?|marketing|promotion|advertising|it|this)|to spend|in hand|this|total|max|only|hai|hain|mein|me|ka|ke|ki|tak|है|में|का|के|की|तक|and|aur|और)(?![\p{L}\p{M}]))/iu;
/** Before a number that is one end of a growth, or that numbers something: "from 5k", "to 10k", "in 4k". */
export const COUNT_LINK =
  /(?<![\p{L}\p{M}])(?:from|to|cross(?:ed|ing)?|reach(?:ed|ing)?|past|in|over|above|every|first|top|hit|got|than)\s+$/iu;
