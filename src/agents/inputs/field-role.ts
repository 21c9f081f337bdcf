import type { Field } from "../../domain/skill.ts";
import { toSingular } from "../words/stem.ts";
import { findWords } from "../words/words.ts";

/** What a field asks for, as far as its name or description tells; decides which words of a request can fill it. */
export type FieldRole =
  | "place"
  | "festival"
  | "rivals"
  | "language"
  | "platform"
  | "audience"
  | "goal"
  | "offer"
  | "topic"
  | "question"
  | "company"
  | "business"
  | "product"
  | "industry"
  | "tone"
  | "site"
  | "money"
  | "date"
  | "percentage"
  | "duration"
  | "unknown";

/** Earlier roles win: an "audience_language" is a language. */
const ROLE_WORDS: [role: FieldRole, words: string[]][] = [
  ["language", ["language", "lang"]],
  ["rivals", ["competitor", "rival", "competition"]],
  [
    "place",
    ["city", "location", "region", "place", "area", "state", "locality", "geography", "town", "country"],
  ],
  ["festival", ["festival", "occasion", "holiday"]],
  ["money", ["budget", "spend", "price", "amount", "cost"]],
  ["date", ["date", "deadline", "when"]],
  ["percentage", ["percent", "percentage"]],
  ["duration", ["duration", "period", "timeline", "timeframe"]],
  ["offer", ["offer", "discount", "promotion", "deal", "incentive"]],
  ["platform", ["platform", "channel", "network"]],
  [
    "audience",
    [
      "audience",
      "segment",
      "recipient",
      "persona",
      "customer",
      "reader",
      "icp",
      "buyer",
      "target",
      "prospect",
    ],
  ],
  ["goal", ["goal", "objective", "purpose", "aim", "outcome"]],
  ["question", ["question", "query", "request", "prompt", "task", "instruction"]],
  ["tone", ["tone", "voice", "style", "mood"]],
  ["site", ["url", "website", "site", "link"]],
  ["product", ["product", "service", "offering", "item"]],
  ["industry", ["industry", "sector", "vertical"]],
  ["company", ["company", "brand", "sender", "organisation", "organization"]],
  ["business", ["business", "shop", "store", "venture"]],
  [
    "topic",
    [
      "topic",
      "subject",
      "about",
      "theme",
      "idea",
      "message",
      "story",
      "angle",
      "brief",
      "context",
      "news",
      "announcement",
    ],
  ],
];

const LOOKED_AT = 7;

export function toFieldRole(field: Field): FieldRole {
  return findRole(field.name.split("_")) ?? findRole(toLeadingWords(field.description)) ?? "unknown";
}

function findRole(words: readonly string[]): FieldRole | undefined {
  const known = new Set(words.map((word) => toSingular(word.toLowerCase())));
  return ROLE_WORDS.find(([, names]) => names.some((name) => known.has(name)))?.[0];
}

/** A description says what the field is in its first words; later ones speak about its use. */
function toLeadingWords(description: string): string[] {
  const [clause = ""] = description.split(/[;:.(]/);
  return findWords(clause)
    .slice(0, LOOKED_AT)
    .map((word) => word.text);
}
