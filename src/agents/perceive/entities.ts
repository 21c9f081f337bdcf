import type { Entity } from "../../domain/route.ts";
import { withoutOverlaps } from "./dates.ts";

type Finding = Omit<Entity, "text">;

const PERCENTAGE =
  /(?<![\d.,])\d{1,3}(?:\.\d+)?\s?(?:%|percent(?:age)?\b|per cent\b|प्रतिशत|फीसदी|फ़ीसदी|टक्के)/giu;
const NAME = "\\p{Lu}[\\p{L}\\p{M}&.'’-]*(?:\\s+(?:&\\s+)?\\p{Lu}[\\p{L}\\p{M}&.'’-]*){0,3}";
const LEGAL_FORM = new RegExp(
  `${NAME}\\s+(?:Pvt\\.?\\s+Ltd\\.?|Private Limited|Ltd\\.?|Limited|LLP|Inc\\.?|GmbH|Corp\\.?)`,
  "gu",
);
const RIVAL = new RegExp(
  `(?<=(?:(?:[Cc]ompare(?:d)?(?: us| ourselves| our \\w+)? (?:with|to|against)|\\b[Vv]ersus|\\bvs\\.?|\\bagainst|lost (?:\\w+ )?to|deals? went to|[Cc]ompetitors?(?: like| such as|:)?|[Rr]ivals?(?: like| such as|:)?) ))${NAME}`,
  "gu",
);
const CHARGING = new RegExp(
  `(?<=\\b[Dd]o(?:es)? )${NAME}(?=(?:,? and| or|,) \\p{Lu}| (?:charge|offer|claim|sell|cost))`,
  "gu",
);
const PARTNERS = new RegExp(`(?<=\\p{Lu}[\\p{L}\\p{M}]+(?:,| and|, and| or) )${NAME}`, "gu");
const PRODUCT = new RegExp(
  `(?<=\\b(?:our|my|the|new) (?:new )?(?:product|app|software|tool|course|service|brand of \\w+|range|line)(?: called| named|,)? )(?:["“'‘]?)(?:${NAME})`,
  "gu",
);
const HONORIFIC = new RegExp(`(?:Mr|Mrs|Ms|Dr|Shri|Smt|Prof)\\.?\\s+${NAME}`, "gu");
const NAMED = new RegExp(
  `(?<=(?:[Mm]y name is|[Ii] am|[Ff]ounder|CEO|[Oo]wner|[Ss]igned by)\\s+)${NAME}`,
  "gu",
);

/** Entities of seven types; `known` holds what other readers found (money, dates, places) and wins over guesses. */
export function findEntities(text: string, known: readonly Finding[]): Entity[] {
  const companies = [
    ...collect(text, LEGAL_FORM, "company", 0.9),
    ...collect(text, RIVAL, "company", 0.75),
    ...collect(text, CHARGING, "company", 0.6),
  ];
  const found = withoutOverlaps([
    ...known,
    ...collect(text, PERCENTAGE, "percentage", 0.95),
    ...collect(text, HONORIFIC, "person", 0.85),
    ...companies,
    ...(companies.length > 0 ? collect(text, PARTNERS, "company", 0.6) : []),
    ...collect(text, PRODUCT, "product", 0.6),
    ...collect(text, NAMED, "person", 0.6),
  ]);
  return found.map((entity) => ({ ...entity, text: text.slice(entity.start, entity.end) }));
}

function collect(text: string, pattern: RegExp, type: Entity["type"], confidence: number): Finding[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[0].replace(/[\s.,'’-]+$/, "");
    return { type, confidence, start: match.index, end: match.index + name.length };
  });
}
