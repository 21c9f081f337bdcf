import { isPublic, toCallToAction } from "./copy-lines.ts";
import { type Evidence, type Material, toCited } from "./material.ts";
import type { RowSeed } from "./row-seed.ts";
import { isMentioned } from "./terms.ts";

const CHANNELS = ["WhatsApp", "SMS", "Instagram", "Facebook", "LinkedIn", "Email"];

/** A short message that can be sent: a line, what the business says of itself, what to do. */
export function toMessage(line: string, index: number, material: Material): string {
  const fact = pickFact(index, material);
  const opening = /[.!?।]$/u.test(line) ? line : `${line}.`;
  const said = fact === undefined || fact.text.startsWith(line) ? "" : toCited(fact);
  return [opening, said, toCallToAction(material)].filter(Boolean).join(" ");
}

/** What the skill wants of a part, behind a sentence of the business that it can be written from. */
export function toPartText(seed: RowSeed, index: number, material: Material): string {
  const fact = pickFact(index, material);
  const wanted = seed.details.shift();
  const parts = [
    fact === undefined ? "" : toCited(fact),
    wanted === undefined ? "" : `(${material.phrases.toWrite}: ${wanted})`,
  ];
  return parts.filter(Boolean).join(" ");
}

/** Channels that the inputs list, else those that the request names, else those of the skill. */
export function listChannels({ brief }: Material): string[] {
  const given = brief.inputs["channels"] ?? brief.inputs["platforms"];
  if (Array.isArray(given) && given.length > 0) return given.map(String);
  const find = (text: string): string[] => CHANNELS.filter((channel) => isMentioned(channel, text));
  const asked = find(brief.request);
  return asked.length > 0 ? asked : find(brief.skill.sections.map(({ body }) => body).join("\n"));
}

/** The language to write in, by its English name. */
export function toLanguageName({ brief }: Material): string {
  const wished = brief.inputs["language"];
  const tag = typeof wished === "string" && wished !== "" ? wished : brief.language;
  if (/^hi-latn$/i.test(tag)) return "Hinglish";
  if (!/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(tag)) return tag;
  return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
}

function pickFact(index: number, { evidence }: Material): Evidence | undefined {
  const facts = evidence.filter(isPublic);
  return facts[index % Math.max(1, facts.length)];
}
