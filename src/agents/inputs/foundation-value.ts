import type { Foundation } from "../../domain/foundation.ts";
import type { Field } from "../../domain/skill.ts";
import { toFieldRole } from "./field-role.ts";
import { toTyped } from "./typed-value.ts";

/** What the business profile knows about a field; undefined when it knows nothing. */
export function findFoundationValue(field: Field, foundation: Foundation | null): unknown {
  if (foundation === null) return undefined;
  const known = findKnown(field, foundation);
  if (known === undefined) return undefined;
  const texts = Array.isArray(known) ? known : [known];
  if (texts.length === 0) return undefined;
  const { type } = field;
  if (type.kind === "list") return toTyped(texts, type);
  return toTyped(toFieldRole(field) === "audience" ? texts[0] : texts.join(", "), type);
}

function findKnown(field: Field, foundation: Foundation): string | string[] | undefined {
  const exact = Object.entries(foundation).find(([key]) => key === field.name)?.[1];
  if (typeof exact === "string") return exact;
  switch (toFieldRole(field)) {
    case "place":
      return foundation.location;
    case "rivals":
      return foundation.competitors?.map((competitor) => competitor.name);
    case "audience":
      return foundation.icps?.map((icp) => icp.name) ?? foundation.target_markets;
    case "business":
      return foundation.business_description ?? foundation.company_name;
    case "company":
      return foundation.company_name;
    case "product":
      return foundation.products;
    case "industry":
      return foundation.industry;
    case "tone":
      return foundation.brand_voice ?? foundation.tone_keywords;
    case "site":
      return foundation.website;
    default:
      return undefined;
  }
}
