import type { PhraseKind } from "./phrase.ts";
import { toListPattern, toWordPattern } from "../words/words.ts";

/** Who a message can be for; the head of "for ..." decides what the phrase says. */
const PEOPLE = new Set(
  "customers customer clients client buyers buyer shoppers founders founder owners owner mothers mother moms parents women men people families family students student professionals users user subscribers subscriber leads prospects readers followers teams managers manager employees heads teenagers teens millennials seniors couples brides doctors dentists patients teachers principals engineers developers marketers recruiters investors retailers distributors dealers members visitors guests donors volunteers farmers homeowners travellers travelers audience youngsters kids children nris hrs ctos ceos cfos cmos executives freelancers entrepreneurs alumni exporters accountants architects residents sign-ups signups grahak grahakon customers log logon mahilaon bachchon ग्राहक ग्राहकों लोग लोगों महिलाओं महिलाएं बच्चों परिवार परिवारों छात्रों युवाओं दुकानदारों"
    .normalize("NFC")
    .split(" "),
);
/** What a business can be called. */
const BUSINESS =
  "shops?|stores?|kiosks?|stalls?|emporium|supermarket|kirana|coaching|boutiques?|bakery|bakeries|restaurants?|café|cafe|hotels?|clinics?|hospital|gym|salon|spa|school|academy|institute|business|company|startup|agency|firm|brand|label|outlets?|showroom|dealership|studio|factory|manufacturer|wholesaler|chain|dairy|farm|pharmacy|nursery|dhaba|parlour|mart|marketplace|saas|consultancy|ngo|retailer|jewellers?|caterer|dukan|dukaan|vyapar|दुकान[\\p{L}\\p{M}]*|कंपनी|व्यवसाय|व्यापार|रेस्टोरेंट|बेकरी|स्टोर|ब्रांड|क्लिनिक|होटल";
export const BUSINESSES = toWordPattern(BUSINESS);
const BUSINESS_HEAD = new RegExp(`^(?:${BUSINESS})$`, "iu");
/** What begins the description of a noun after it. */
const AFTER_HEAD =
  /\s(?:who|whom|whose|that|which|of|in|at|on|with|from|near|after|before|aged|between|looking|interested|selling|across|around)\s.*$/isu;

export function isPeople(phrase: string): boolean {
  // The own team reads a plan, it is not whom the plan is for.
  if (/^(?:our|my|the) (?:\w+ )?(?:team|staff|employees|sales ?people)\b/i.test(phrase)) return false;
  return PEOPLE.has(toHead(phrase));
}

/** "a sweets shop in Pune" is a business, "women with a shop" are people. */
export function isBusiness(phrase: string): boolean {
  return BUSINESS_HEAD.test(toHead(phrase));
}

/** The head of a phrase decides what it says. */
export function toPhraseKind(phrase: string): PhraseKind {
  if (isPeople(phrase)) return "audience";
  if (isBusiness(phrase)) return "business";
  return phrase.search(RESULTS) === 0 ? "goal" : "topic";
}

function toHead(phrase: string): string {
  const words = phrase.replace(AFTER_HEAD, "").trim().split(/\s+/);
  return (words.at(-1) ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’]s?$/, "");
}

/** What a campaign can be for beside people and businesses. */
const RESULTS = toListPattern([
  "awareness",
  "lead generation",
  "leads",
  "sales",
  "conversions",
  "conversion",
  "sign-ups",
  "signups",
  "retention",
  "engagement",
  "traffic",
  "footfall",
  "walk-ins",
  "bookings",
  "downloads",
  "orders",
  "re-engagement",
  "growth",
]);

/** Platforms under the name they go by. */
export const PLATFORMS: readonly string[] = [
  "LinkedIn",
  "Instagram",
  "Facebook",
  "WhatsApp",
  "Twitter",
  "X",
  "YouTube",
  "Google Ads",
  "Google",
  "Meta",
  "SMS",
  "Email",
  "Telegram",
  "Pinterest",
  "Snapchat",
  "ShareChat",
  "JustDial",
  "IndiaMART",
  "Amazon",
  "Flipkart",
  "Swiggy",
  "Zomato",
];

/** Things that are written or made; what stands before one says what it is about. */
export const DELIVERABLES =
  "e-?mails?|mails?|posts?|sequences?|campaigns?|newsletters?|captions?|threads?|articles?|blogs?|messages?|announcements?|plans?|ads?|reels?|scripts?|copy|drips?|series|पोस्ट|ईमेल|न्यूज़लेटर";

/** Languages: the tag first, then the names people use. */
export const LANGUAGES: readonly (readonly [tag: string, ...names: string[]])[] = [
  ["en", "English", "angrezi", "अंग्रेज़ी", "अंग्रेजी", "इंग्लिश"],
  ["hi-Latn", "Hinglish", "Roman Hindi", "हिंग्लिश"],
  ["hi", "Hindi", "हिंदी", "हिन्दी"],
  ["mr", "Marathi", "मराठी"],
  ["ta", "Tamil", "தமிழ்", "तमिल"],
  ["te", "Telugu", "తెలుగు", "तेलुगु"],
  ["bn", "Bengali", "Bangla", "বাংলা", "बंगाली"],
  ["gu", "Gujarati", "ગુજરાતી", "गुजराती"],
  ["kn", "Kannada", "ಕನ್ನಡ"],
  ["ml", "Malayalam", "മലയാളം"],
  ["pa", "Punjabi", "ਪੰਜਾਬੀ", "पंजाबी"],
  ["ur", "Urdu", "اردو"],
  ["or", "Odia", "Oriya"],
  ["as", "Assamese"],
];
