import type { Field } from "../../domain/skill.ts";
import { applyArithmetic, applyStep } from "./apply-step.ts";
import { toMilestoneDay } from "./compose-scalar.ts";
import {
  fitCopyLines,
  isPublic,
  listCopyLines,
  listHashtags,
  toBudgetText,
  toCallToAction,
} from "./copy-lines.ts";
import { addDays, findDays, toLongDay } from "./days.ts";
import { toExpansion, toIntent } from "./field-intent.ts";
import { listOpen } from "./gaps.ts";
import { toCharacterLimit } from "./item-bounds.ts";
import { type Evidence, isAbout, type Material, toCited, toFieldTerms } from "./material.ts";
import { cutAtWord, fitSentences } from "./sentences.ts";
import { toStandingText } from "./standing-text.ts";
import { workOut } from "./formula.ts";
import { isMentioned, toTerms } from "./terms.ts";

const QUOTED_REQUEST = 300;

/** Fields that ask for the request in its own words. */
const RESTATED = /^(?:goal|objective|purpose|question|decision|task|request)$/;

/** Why something is as it is: it follows from what was given. */
const RATIONALE = /^(?:why|rationale|reasoning)$/;

const WRITER_STEP =
  /^(?:answer|say|respond|reply|tell|explain|state|cite|name|use|keep|be|do|never|always|speak)\b/i;

/** Inputs that a customer may read, unlike a budget or a target group. */
const PUBLIC_INPUT =
  /offer|discount|price|date|place|city|product|occasion|festival|event|venue|time|code|benefit|feature/;

/** The paragraphs of a text field, within its limit of characters. */
export function composeText(field: Field, material: Material): string {
  const given = material.known.find(({ name }) => name === field.name)?.value;
  const ready = given === undefined ? toStandingText(field, material) : null;
  const parts = given === undefined ? toReadyParts(field, ready, material) : [`${given}`];
  const limit = toCharacterLimit(field);
  const kept = material.isShort && toIntent(field) === "summary" ? parts.slice(0, 1) : parts;
  return limit === null ? kept.join("\n\n") : fitSentences(kept, limit, "\n\n");
}

/** What the skill has ready for the field; a summary goes on with what the sources say. */
function toReadyParts(field: Field, ready: string | null, material: Material): string[] {
  if (ready === null) return toParts(field, material);
  if (toIntent(field) !== "summary") return ready.split("\n\n");
  const told = listNews(field, material, 2);
  return [ready.replaceAll("\n", " "), ...(told.length === 0 ? [] : [told.join(" ")])];
}

function toParts(field: Field, material: Material): string[] {
  const day = /(?:^|_)(?:day|date)$/.test(field.name) ? toMilestoneDay(field.name, material) : null;
  if (day !== null) return [toLongDay(day)];
  switch (toIntent(field)) {
    case "summary":
      return toSummary(field, material);
    case "copy":
      return toCopy(field, material);
    case "budget":
      return [toBudgetText(material) ?? toHowTo(field, material)];
    case "timeline":
      return [toTimelineText(material) ?? toHowTo(field, material)];
    case "actions":
      return material.steps.slice(0, 3).map((step, index) => applyStep(step, material, index === 0));
    case "guidance":
      return toGuidance(field, material);
    case "unknowns":
      return [toOpenText(material)];
    case "sources":
    case "evidence":
      return RESTATED.test(field.name) ? [endSentence(material.brief.request)] : toFindings(field, material);
  }
}

/** What was asked, what is known, what follows from it by arithmetic, what the sources say, where to start. */
function toSummary(field: Field, material: Material): string[] {
  const { brief, known, anchor, steps, phrases } = material;
  const asked = `${phrases.asked}: ${endSentence(cutAtWord(brief.request, QUOTED_REQUEST))}`;
  const given = known.map(({ label, value }) => `${label.toLowerCase()}: ${value}`).join("; ");
  const facts = [asked, ...(given === "" ? [] : [`${phrases.given}: ${endSentence(given)}`])];
  if (anchor !== null && anchor.ref !== "") {
    facts.push(`${anchor.label} is on ${toLongDay(anchor.day)} [${anchor.ref}].`);
  }
  const budget = material.split.length > 0 ? toBudgetText(material) : null;
  const found = listNews(field, material, 3);
  const background = material.takeBackground(material.requestTerms, 3);
  const isGreeting = material.isAnswering && material.requestTerms.length === 0;
  const opening = isGreeting ? material.background.slice(0, 3).map(({ text }) => text) : [];
  const told = [found, background, opening].find((sentences) => sentences.length > 0) ?? [];
  // A question is answered in the first sentence, not repeated.
  if (material.isAnswering && told.length > 0) {
    const result = workOut(told, brief.request);
    return [...(result === null ? [] : [result]), told.join(" ")];
  }
  if (material.isAnswering && material.brief.skill.sections.length > 0) return [phrases.noAnswer];
  // How the answer is to be written is no step for the one who asked.
  const first = material.isAnswering ? undefined : steps.find(({ title }) => !WRITER_STEP.test(title));
  const start = first === undefined ? [] : [`${phrases.start}: ${applyStep(first, material, true)}`];
  if (told.length === 0 && start.length === 0) facts.push(phrases.missing);
  return [
    facts.join(" "),
    ...(budget === null ? [] : [budget]),
    ...(told.length > 0 ? [told.join(" ")] : []),
    ...start,
  ];
}

/** Sentences of the sources about the request, but for what the day and other occasions say. */
function listNews(field: Field, material: Material, limit: number): string[] {
  const { anchor, subject } = material;
  const { occasion } = subject;
  const isNew = ({ isBare, text, kind }: Evidence): boolean => {
    const isOfOther = kind === "tool" && (occasion === null || !isMentioned(occasion, text));
    return !isBare && !isOfOther && (anchor === null || !findDays(text).includes(anchor.day));
  };
  const terms = [...toFieldTerms(field), ...material.requestTerms];
  return material.takeEvidence(terms, limit, isNew).map(toCited);
}

function toCopy(field: Field, material: Material): string[] {
  const limit = toCharacterLimit(field);
  const name = field.name.toLowerCase();
  if (name.includes("hashtag")) return [listHashtags(material).join(" ")];
  if (/cta|call_to/.test(name)) return [toCallToAction(material)];
  const lines = fitCopyLines(listCopyLines(material), limit);
  if (/headline|title|hook|subject|slogan|tagline|opening/.test(name)) return lines.slice(0, 1);
  const fitting = material.takeEvidence([...toFieldTerms(field), ...material.requestTerms], 4, isPublic);
  const found = (fitting.length > 0 ? fitting : material.evidence.filter(isPublic).slice(0, 2)).map(toCited);
  const told = material.known.filter(({ name }) => PUBLIC_INPUT.test(name));
  const given = told.map(({ label, value }) => `${label}: ${value}`).join("; ");
  const outline = material
    .takeSteps(toFieldTerms(field), 4)
    .map((step, index) => `${index + 1}) ${step.title}`);
  return [
    lines[0] ?? "",
    found.join(" "),
    given === "" ? "" : `From the request: ${endSentence(given)}`,
    toCallToAction(material),
    outline.length === 0 ? "" : `Outline for the full text: ${outline.join("; ")}.`,
  ].filter((part) => part !== "");
}

/** Three sentences of the step that fits best. */
function toGuidance(field: Field, material: Material): string[] {
  if (RATIONALE.test(field.name) && material.known.length > 0) {
    const given = material.known.map(({ label, value }) => `${label.toLowerCase()}: ${value}`).join("; ");
    return [`${material.phrases.restsOn} ${given}.`];
  }
  const [step] = material.takeSteps([...toFieldTerms(field), ...toTerms(toExpansion(field))], 1);
  if (step === undefined) return [toHowTo(field, material)];
  return [
    [`${step.title}.`, ...step.details.slice(0, 2)]
      .map((sentence) => applyArithmetic(sentence, material))
      .join(" "),
  ];
}

/** What the sources say about a field. */
export function listFindings(field: Field, material: Material): string[] {
  return material.takeEvidence(toFieldTerms(field), 3, (fact) => isAbout(fact, field)).map(toCited);
}

function toFindings(field: Field, material: Material): string[] {
  const found = listFindings(field, material);
  return found.length > 0 ? [found.join(" ")] : [toHowTo(field, material)];
}

/** Says plainly that something is not known, and how the skill would find it. */
export function toHowTo(field: Field, material: Material): string {
  material.gaps.push({ field: field.name, what: "" });
  const step = material.takeSteps(toFieldTerms(field), 1)[0];
  const { missing, howToFind } = material.phrases;
  return step === undefined ? missing : `${missing} ${howToFind}: ${applyStep(step, material)}`;
}

function toTimelineText(material: Material): string | null {
  const { anchor, milestones } = material;
  if (anchor === null || milestones.length === 0) return null;
  const counted = milestones.map(
    (milestone) => `${toLongDay(addDays(anchor.day, milestone.offset))}: ${milestone.label}`,
  );
  const source = anchor.ref === "" ? "" : ` [${anchor.ref}]`;
  return `Counted back from ${anchor.label} on ${toLongDay(anchor.day)}${source}: ${counted.join("; ")}.`;
}

function toOpenText(material: Material): string {
  if (material.gaps.length === 0) return "Nothing that the contract asks for is missing.";
  return listOpen(material).join(" ");
}

function endSentence(text: string): string {
  return /[.!?।…]$/u.test(text) ? text : `${text}.`;
}
