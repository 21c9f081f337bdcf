import type { CampaignType, Festival, FestivalKind } from "./festival.ts";
import { FESTIVAL_NAMES } from "./festival-names.ts";

const LEAD_DAYS: Record<FestivalKind, number> = { religious: 21, national: 14, business: 30, shopping: 14 };
const CAMPAIGN_TYPES: Record<FestivalKind, CampaignType> = {
  religious: "celebration_discount",
  business: "b2b_urgency",
  shopping: "flash_sale",
  national: "awareness",
};
const OTHER_THEMES = ["celebration", "offers", "special"];

type Rule = Pick<Festival, "id" | "name" | "kind"> & Partial<Festival>;

const solar = { kind: "religious", subjectToMoon: false } as const;
const lunar = { kind: "religious", subjectToMoon: true } as const;
const national = { kind: "national", subjectToMoon: false } as const;
const shopping = {
  kind: "shopping",
  subjectToMoon: false,
  industries: ["ecommerce", "electronics", "fashion"],
} as const;

const RULES: readonly Rule[] = [
  { id: "makar-sankranti", name: "Makar Sankranti", ...solar },
  { id: "pongal", name: "Pongal", ...solar },
  { id: "vasant-panchami", name: "Vasant Panchami", ...lunar },
  {
    ...national,
    id: "republic-day",
    name: "Republic Day",
    industries: ["retail", "fashion", "electronics"],
    themes: ["patriotism", "pride", "national", "freedom"],
  },
  { id: "maha-shivaratri", name: "Maha Shivaratri", ...lunar },
  {
    ...lunar,
    id: "holi",
    name: "Holi",
    relevance: "high",
    industries: ["fmcg", "fashion", "food", "beverages"],
    themes: ["colours", "joy", "celebration", "spring", "renewal"],
  },
  { id: "ugadi", name: "Ugadi", ...lunar },
  { id: "gudi-padwa", name: "Gudi Padwa", ...lunar },
  { id: "eid-ul-fitr", name: "Eid-ul-Fitr", ...lunar },
  { id: "ram-navami", name: "Ram Navami", ...lunar },
  {
    id: "financial-year-end",
    name: "End of financial year",
    kind: "business",
    relevance: "high",
    industries: ["b2b", "saas", "enterprise", "retail"],
    themes: ["budget use", "closing deals", "year-end review"],
  },
  { id: "good-friday", name: "Good Friday", ...solar },
  { id: "mahavir-jayanti", name: "Mahavir Jayanti", ...lunar },
  { id: "ambedkar-jayanti", name: "Ambedkar Jayanti", ...national },
  { id: "vaisakhi", name: "Vaisakhi", ...solar },
  { id: "tamil-new-year", name: "Tamil New Year", ...solar },
  { id: "akshaya-tritiya", name: "Akshaya Tritiya", ...lunar },
  { id: "buddha-purnima", name: "Buddha Purnima", ...lunar },
  { id: "bakrid", name: "Bakrid", ...lunar },
  { id: "muharram", name: "Muharram", ...lunar },
  {
    ...national,
    id: "independence-day",
    name: "Independence Day",
    industries: ["retail", "electronics"],
    themes: ["freedom", "patriotism", "national pride"],
  },
  { id: "onam", name: "Onam", ...lunar },
  { id: "milad", name: "Milad-un-Nabi", ...lunar },
  { id: "raksha-bandhan", name: "Raksha Bandhan", ...lunar },
  { id: "janmashtami", name: "Janmashtami", ...lunar },
  {
    ...lunar,
    id: "ganesh-chaturthi",
    name: "Ganesh Chaturthi",
    relevance: "high",
    industries: ["retail", "jewelry", "sweets", "decoration"],
  },
  {
    ...lunar,
    id: "navratri",
    name: "Navratri",
    relevance: "high",
    leadDays: 30,
    industries: ["fashion", "jewelry", "electronics"],
  },
  { id: "durga-puja", name: "Durga Puja", ...lunar },
  {
    ...lunar,
    id: "dussehra",
    name: "Dussehra",
    relevance: "high",
    industries: ["auto", "real estate", "electronics"],
  },
  { id: "karva-chauth", name: "Karva Chauth", ...lunar },
  { id: "dhanteras", name: "Dhanteras", ...lunar },
  {
    ...lunar,
    id: "diwali",
    name: "Diwali",
    relevance: "high",
    leadDays: 45,
    industries: ["all"],
    themes: ["prosperity", "new beginnings", "family", "gifts", "celebration"],
  },
  { id: "govardhan", name: "Govardhan Puja", ...lunar },
  { id: "gujarati-new-year", name: "Gujarati New Year", ...lunar },
  { id: "bhai-dooj", name: "Bhai Dooj", ...lunar },
  { id: "chhath", name: "Chhath Puja", ...lunar },
  { id: "guru-nanak-jayanti", name: "Guru Nanak Jayanti", ...lunar },
  { id: "black-friday", name: "Black Friday", ...shopping },
  { id: "cyber-monday", name: "Cyber Monday", ...shopping },
  { id: "christmas", name: "Christmas", ...solar, industries: ["retail", "travel", "hospitality"] },
  { id: "ipl", name: "IPL season", ...national },
];

/** What a campaign for each festival looks like; a row says only what differs from its kind. */
export const FESTIVALS: readonly Festival[] = RULES.map((rule) => ({
  relevance: "medium",
  leadDays: LEAD_DAYS[rule.kind],
  campaignType: CAMPAIGN_TYPES[rule.kind],
  industries: [],
  themes: OTHER_THEMES,
  subjectToMoon: false,
  names: FESTIVAL_NAMES.get(rule.id) ?? [],
  ...rule,
}));
