import { toRupeeText } from "../../domain/money.ts";
import { toLongDay } from "./days.ts";
import { type Evidence, type Material, toCited } from "./material.ts";
import type { RowSeed } from "./row-seed.ts";
import { cutAtWord } from "./sentences.ts";
import { isMentioned } from "./terms.ts";

const CHANNELS = ["WhatsApp", "SMS", "Instagram", "Facebook", "LinkedIn", "YouTube", "Email", "Google"];

/** Facts that a business keeps to itself. */
const INTERNAL =
  /icp|audience|competitor|segment|persona|budget|gst|pan |tone|voice|constitution|subscription|market/i;

/** What the business says of itself; no customer reads whom it targets. */
export function isPublic({ kind, isBare, about }: Evidence): boolean {
  return kind === "foundation" && !isBare && !INTERNAL.test(about);
}

/** Short lines that say only what is known: who, what, where, when. Different facts give different lines. */
export function listCopyLines({ subject, anchor, evidence }: Material): string[] {
  const { company, business, place, product, occasion, topic } = subject;
  const who = company ?? (business === null ? null : capitalise(business));
  const subjectName = product ?? (subject.isTopicNamed ? topic : null);
  const what = subjectName === null ? null : capitalise(subjectName);
  const when = anchor === null ? null : toLongDay(anchor.day);
  const own = evidence.filter(isPublic).map(({ text }) => text.replace(/[.]$/, ""));
  const lines = [
    join([occasion, who], " at "),
    join([what, place], " in "),
    join([who, place], ", "),
    join([occasion, when], ": "),
    join([what, who], " from "),
    join([who, what], ": "),
    what,
    ...own,
  ].filter((line) => line !== null);
  return lines.length === 0 ? [capitalise(topic)] : [...new Set(lines)];
}

/** The lines that fit, longest facts cut last; `limit` is in characters. */
export function fitCopyLines(lines: readonly string[], limit: number | null): string[] {
  if (limit === null) return [...lines];
  const fitting = lines.filter((line) => line.length <= limit);
  return fitting.length > 0 ? fitting : lines.slice(0, 1).map((line) => cutAtWord(line, limit));
}

export function listHashtags({ subject }: Material): string[] {
  const words = [subject.occasion, subject.product, subject.company ?? subject.business, subject.place];
  return words.flatMap((word) => {
    const tag = (word ?? "")
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .map(capitalise)
      .join("");
    return tag === "" ? [] : [`#${tag}`];
  });
}

/** What the reader is asked to do; says where, when that is known. */
export function toCallToAction({ subject }: Material): string {
  const whom = subject.company ?? "us";
  const what = subject.product ?? subject.occasion ?? (subject.isTopicNamed ? subject.topic : null);
  if (what === null) return `Reply to ${whom} to hear more.`;
  return `Ask ${whom} about ${what}${subject.place === null ? "" : ` in ${subject.place}`}.`;
}

export function toBudgetText({ subject, split }: Material): string | null {
  if (subject.budget === null) return null;
  const total = toRupeeText(subject.budget);
  if (split.length === 0) return `Budget: ${total}.`;
  const parts = split.map(({ label, percent, paise }) => `${label} ${percent}% = ${toRupeeText(paise)}`);
  return `${total} by the skill's percentages: ${parts.join("; ")}.`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function join(words: readonly (string | null)[], separator: string): string | null {
  const present = words.filter((word) => word !== null);
  return present.length === words.length ? present.join(separator) : null;
}

/** A short message that can be sent: a line, what the business says of itself, what to do. */
export function toMessage(line: string, index: number, material: Material): string {
  const facts = material.evidence.filter(isPublic);
  const fact = facts[index % Math.max(1, facts.length)];
  const opening = /[.!?।]$/u.test(line) ? line : `${line}.`;
  const said = fact === undefined || fact.text.startsWith(line) ? "" : toCited(fact);
  return [opening, said, toCallToAction(material)].filter(Boolean).join(" ");
}

/** What the skill wants of a part, behind a sentence of the business that it can be written from. */
export function toPartText(seed: RowSeed, index: number, { evidence, phrases }: Material): string {
  const facts = evidence.filter(isPublic);
  const fact = facts[index % Math.max(1, facts.length)];
  const wanted = seed.details.shift();
  const parts = [
    fact === undefined ? "" : toCited(fact),
    wanted === undefined ? "" : `(${phrases.toWrite}: ${wanted})`,
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
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
