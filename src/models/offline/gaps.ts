import { toFieldLabel } from "../../domain/field-label.ts";
import type { Field } from "../../domain/skill.ts";
import type { Material } from "./material.ts";
import { joinWords } from "./subject.ts";

/** What a person has to fill in, as "[one figure with its unit]"; a citation and a mail's merge field are none. */
const BRACKET =
  /\[(?!S\d|[ x]\]|(?:first |last |full )?name\]|link\]|number\]|phone\]|(?:पहला )?नाम\]|लिंक\]|नंबर\])([^\][\n]{2,160})\](?!\()/giu;

/** The brackets stand in the text: a long list of them again would hide what else is open. */
const MOST_NAMED = 3;

/** Remembers the places that a part leaves to a person. */
export function noteBrackets(field: Field, body: string, { toFillIn }: Pick<Material, "toFillIn">): void {
  const places = [...body.matchAll(BRACKET)].map((match) => match[1] ?? "");
  for (const place of places) {
    if (!toFillIn.some((known) => known.place === place)) toFillIn.push({ field: field.name, place });
  }
}

/** One sentence for each thing that was not found. */
export function listOpen({ gaps, toFillIn, phrases }: Material): string[] {
  const owners = [...new Set(toFillIn.map(({ field }) => field))];
  const brackets = owners.map((owner) => {
    const places = toFillIn.filter(({ field }) => field === owner).map(({ place }) => `[${place}]`);
    const named = places.length > MOST_NAMED ? [...places.slice(0, MOST_NAMED), phrases.more] : places;
    return `${toFieldLabel(owner)}: ${phrases.toFill} ${named.join(", ")}${phrases.end}`;
  });
  return [...brackets, ...listMissing({ gaps, phrases })];
}

function listMissing({ gaps, phrases }: Pick<Material, "gaps" | "phrases">): string[] {
  const fields = [...new Set(gaps.map(({ field }) => field))];
  return fields.map((field) => {
    const parts = [
      ...new Set(
        gaps
          .filter((gap) => gap.field === field)
          .flatMap(({ what }) => (what === "" ? [] : what.split(", "))),
      ),
    ];
    const label = toFieldLabel(field);
    return parts.length === 0
      ? `${label}: ${phrases.open}${phrases.end}`
      : `${label}: ${joinWords(parts)} – ${phrases.open}${phrases.end}`;
  });
}
