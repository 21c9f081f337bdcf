import type { Fact } from "../domain/brief.ts";
import type { Foundation } from "../domain/foundation.ts";

type Part = { label: string; text: string };
type Icp = NonNullable<Foundation["icps"]>[number];

/** Everything else would push out what the skill asked for. */
const MAX_LISTED = 3;

/** In every prompt, whatever a skill asks for: who speaks, where, and what it may not do. */
const ALWAYS = ["company_name", "industry", "location", "constitution"] as const;

/** The slices that a skill may name in its `foundation` setting, each with the lines it becomes. */
const SLICES: Readonly<Record<string, (foundation: Foundation) => Part[]>> = {
  company_name: (known) => toText("company_name", known.company_name),
  business_description: (known) => toText("business_description", known.business_description),
  industry: (known) => toText("industry", known.industry),
  location: (known) => toText("location", known.location),
  website: (known) => toText("website", known.website),
  positioning: (known) => toText("positioning", known.positioning),
  unique_value_proposition: (known) => toText("unique_value_proposition", known.unique_value_proposition),
  key_differentiators: (known) => toList("key_differentiators", known.key_differentiators),
  icps: (known) => (known.icps ?? []).map(toIcp),
  icp_summaries: (known) => (known.icps ?? []).slice(0, MAX_LISTED).map(toIcp),
  target_markets: (known) => toList("target_markets", known.target_markets),
  brand_voice: (known) => toText("brand_voice", known.brand_voice),
  tone_keywords: (known) => toList("tone_keywords", known.tone_keywords),
  messaging_pillars: (known) => toList("messaging_pillars", known.messaging_pillars),
  competitors: (known) => (known.competitors ?? []).slice(0, MAX_LISTED).map(toCompetitor),
  products: (known) => toList("products", known.products),
  pricing_info: (known) => toText("pricing_info", known.pricing_info),
  gst_number: (known) => toText("gst_number", known.gst_number),
  pan_number: (known) => toText("pan_number", known.pan_number),
  regional_languages: (known) => toList("regional_languages", known.regional_languages),
  constitution: ({ constitution }) => [
    ...(constitution?.no_emojis === true ? [{ label: "brand_rule", text: "No emojis." }] : []),
    ...(constitution?.formal_only === true ? [{ label: "brand_rule", text: "Formal language only." }] : []),
  ],
  subscription_tier: (known) => toText("subscription_tier", known.subscription_tier),
};

/** Names that may be written for a slice. */
const ALIASES: Readonly<Record<string, string>> = {
  pricing: "pricing_info",
  icp: "icp_summaries",
  icp_profiles: "icps",
  differentiators: "key_differentiators",
  languages: "regional_languages",
};

/** The parts of a foundation that a skill asks for, as facts to cite; what is not known gives none. */
export function toFoundationSlice(foundation: Foundation | null, names: readonly string[]): Fact[] {
  if (foundation === null) return [];
  const wanted = new Set([...ALWAYS, ...names.map(toSliceName)]);
  // The short list of customers is part of the long one.
  if (wanted.has("icps")) wanted.delete("icp_summaries");
  return [...wanted].flatMap((name) =>
    (SLICES[name]?.(foundation) ?? []).map((part) => ({
      ...part,
      source: {
        id: `foundation.${name}`,
        title: `Foundation: ${name.replaceAll("_", " ")}`,
        kind: "foundation",
      },
    })),
  );
}

function toSliceName(name: string): string {
  const plain = name.trim().toLowerCase().replaceAll("-", "_");
  return ALIASES[plain] ?? plain;
}

function toText(label: string, text: string | undefined): Part[] {
  return text === undefined ? [] : [{ label, text }];
}

function toList(label: string, items: readonly string[] | undefined): Part[] {
  return items === undefined || items.length === 0 ? [] : [{ label, text: items.join("; ") }];
}

function toIcp({ name, pain_points = [], goals = [] }: Icp): Part {
  const pains = pain_points.length === 0 ? "" : ` Pains: ${pain_points.join("; ")}.`;
  const wants = goals.length === 0 ? "" : ` Goals: ${goals.join("; ")}.`;
  return { label: "ideal_customer", text: `${name}.${pains}${wants}` };
}

function toCompetitor({ name, url, notes }: NonNullable<Foundation["competitors"]>[number]): Part {
  const site = url === undefined ? "" : ` (${url})`;
  return { label: "competitor", text: `${name}${site}${notes === undefined ? "" : `: ${notes}`}` };
}
