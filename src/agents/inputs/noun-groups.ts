import { toListPattern } from "../words/words.ts";

/** Who a message can be for; the head of "for ..." decides what the phrase says. */
export const PEOPLE = toListPattern(
  "customers customer clients client buyers buyer shoppers founders founder owners owner mothers mother moms parents women men people families family students student professionals users user subscribers subscriber leads lead prospects prospect readers followers teams team managers manager employees teenagers teens millennials seniors couples brides doctors dentists teachers engineers developers marketers recruiters investors retailers distributors dealers members members visitors guests donors volunteers farmers homeowners travellers travelers audience youngsters kids children nris hrs ctos ceos cfos cmos executives freelancers entrepreneurs grahak grahakon log logon mahilaon bachchon ग्राहक ग्राहकों लोग लोगों महिलाओं महिलाएं बच्चों परिवार परिवारों छात्रों युवाओं दुकानदारों"
    .normalize("NFC")
    .split(" "),
);

/** What a business can be called. */
export const BUSINESSES = toListPattern(
  "shop store boutique bakery restaurant café cafe hotel clinic hospital gym salon spa school academy institute business company startup agency firm brand outlet showroom studio factory manufacturer wholesaler chain dairy farm pharmacy nursery dhaba parlour mart marketplace saas consultancy ngo retailer jeweller jewellers caterer dukan dukaan vyapar दुकान दुकाना कंपनी व्यवसाय व्यापार रेस्टोरेंट बेकरी स्टोर ब्रांड क्लिनिक होटल"
    .normalize("NFC")
    .split(" "),
);

/** What a campaign can be for beside people and businesses. */
export const RESULTS = toListPattern(
  [
    "awareness", "lead generation", "leads", "sales", "conversions", "conversion", "sign-ups", "signups", "retention",
    "engagement", "traffic", "footfall", "walk-ins", "bookings", "downloads", "orders", "re-engagement", "growth",
  ],
);

/** Platforms under the name they go by. */
export const PLATFORMS: readonly string[] = [
  "LinkedIn", "Instagram", "Facebook", "WhatsApp", "Twitter", "X", "YouTube", "Google Ads", "Google", "Meta", "SMS", "Email",
  "Telegram", "Pinterest", "Snapchat", "ShareChat", "JustDial", "IndiaMART", "Amazon", "Flipkart", "Swiggy", "Zomato",
];

/** Things that are written or made; what stands before one says what it is about. */
export const DELIVERABLES =
  "e-?mails?|mails?|posts?|sequences?|campaigns?|newsletters?|captions?|threads?|articles?|blogs?|messages?|announcements?|plans?|ads?|reels?|scripts?|copy|drips?|series";

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
