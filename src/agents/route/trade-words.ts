import { toWordPattern } from "../words/words.ts";

/** Words that only marketing uses, or uses first. */
const TRADE = toWordPattern(
  "marketing|market(?:er|ers|ed)?|advertis\\w*|ads?|campaigns?|brand(?:s|ing|ed)?|rebrand\\w*|seo|sem|ppc|cpc|cpm|ctr|cac|clv|ltv|roas|roi|kpis?|funnels?|leads?|conversions?|impressions?|reach|engagement|followers|influencers?|hashtags?|keywords?|landing pages?|newsletters?|e-?mails?|open rates?|click rates?|bounce rates?|churn|retention|positioning|usp|icps?|personas?|segment(?:s|ation)?|copywriting|content (?:calendar|plan|strategy|marketing)|blogs?|social media|instagram|facebook|linkedin|whatsapp|youtube|google ads|meta ads|webinars?|loyalty|referrals?|upsell\\w*|cross-?sell\\w*|b2b|b2c|d2c|go-to-market|gtm|aida|promotions?|promotional|promote|sms|spam|opt-?in|opt-?out|unsubscribe|viral|subject lines?|discounts?|coupons?|footfall|testimonials?|reviews?|press release|pr|a/b test\\w*|attribution|remarketing|retargeting|audiences?|taglines?|slogans?|raptorflow|मार्केटिंग|विपणन|विज्ञापन|ब्रांड\\p{M}*\\p{L}*|अभियान|प्रचार|पोज़?िशनिंग|फनल|मार्केट",
  "giu",
);
/** Words of any business: enough for a question to be about it, too little to say what to do. */
const BUSINESS = toWordPattern(
  "customers?|clients?|buyers?|shoppers?|sales|sell(?:ing)?|business(?:es)?|products?|pric(?:e|es|ing)|competitors?|rivals?|offers?|launch(?:es|ing)?|growth|revenue|shops?|stores?|startups?|website|channels?|subscribers?|catalogue|grahak\\w*|dukaan|dukan|bikri|becho|ग्राहक\\p{M}*\\p{L}*|बिक्री|दुकान|बिज़?नेस|व्यवसाय|व्यापार|உத்தி",
  "giu",
);
/** Subjects of other trades. They decide only where nothing speaks for one of ours. */
const FOREIGN = toWordPattern(
  "python|java|javascript|typescript|css|html|sql|regex|code|coding|algorithm|quicksort|debug|compiler|equation|solve|square root|theorem|radius|physics|chemistry|quantum|photosynthesis|boiling point|planets?|moons?|jupiter|galaxy|capital of|president|prime minister|election|parliament|should i buy|to buy|best (?:brand|laptop|phone|car|bike) (?:of|for|under)|workout|lose weight|resignation|chess|haiku|gdp|mutual funds?|weather|rain|mausam|temperature|flights?|train tickets?|hotel|passport|visa|cricket|football|match score|recipe|biryani|cook|pizza|ibuprofen|headache|fever|symptoms?|medicine|knee|diet|lawsuit|rental agreement|income tax|itr|legal|poem|lullaby|joke|novel|movie|film|song|music|guitar|chords|homework|alarm|remind me|horoscope|मौसम|प्रधानमंत्री|राष्ट्रपति|चुनाव|ताजमहल|खाना|कविता|चुटकुला",
  "giu",
);

export type TradeWords = {
  trade: number;
  business: number;
  /** Words of another trade, when one stands before any word of ours: what comes first is what it is about. */
  foreign: string[];
};

/** How often a text speaks of marketing and of business, and whether it is about another trade. */
export function countTradeWords(text: string): TradeWords {
  const count = (pattern: RegExp): number =>
    new Set(text.match(pattern)?.map((word) => word.toLowerCase())).size;
  const first = text.search(FOREIGN);
  const trade = text.search(TRADE);
  const foreign = first >= 0 && (trade < 0 || first < trade) ? (text.match(FOREIGN) ?? []) : [];
  return {
    trade: count(TRADE),
    business: count(BUSINESS),
    foreign: foreign.map((word) => word.toLowerCase()),
  };
}
