import type { Brief } from "../../domain/brief.ts";
import { listSources } from "../../domain/brief.ts";
import { toFieldLabel } from "../../domain/field-label.ts";
import type { Field } from "../../domain/skill.ts";
import { type Anchor, findAnchor } from "./anchor.ts";
import { listShares, splitAmount, type SplitShare } from "./budget-split.ts";
import { type Day, findDays, toIndianDay } from "./days.ts";
import type { FillValues } from "./fill-in.ts";
import { listMethodSteps, type MethodStep, METHOD } from "./method-steps.ts";
import { listMilestones, type Milestone } from "./milestones.ts";
import { type Phrases, toPhrases } from "./phrases.ts";
import { keepClosest, type Candidate, rankSentences } from "./rank-sentences.ts";
import { cutAtWord, splitSentences } from "./sentences.ts";
import { type RequestKind, toRequestKind, wantsShort } from "./request-kind.ts";
import { listSkillTables, type SkillTable } from "./skill-tables.ts";
import { type Known, listKnown, readSubject, type Subject } from "./subject.ts";
import { shareTerm, toTerms } from "./terms.ts";

/** A sentence that a source says; `ref` is what it is cited by. */
export type Evidence = Candidate & {
  ref: string;
  /** The heading or label above it. */
  about: string;
  kind: "document" | "foundation" | "tool" | "request";
  /** A value that needs its label to be read ("Location: Pune."); says nothing new in running text. */
  isBare: boolean;
};

/** Everything that an answer may be composed from, read once. */
export type Material = {
  brief: Brief;
  phrases: Phrases;
  today: Day;
  subject: Subject;
  known: Known[];
  requestTerms: readonly string[];
  evidence: Evidence[];
  steps: MethodStep[];
  tables: SkillTable[];
  /** The skill answers questions: its method tells the writer what to do, not the one who asks. */
  isAnswering: boolean;
  /** What the skill's text says beside its method; known, but not a source to cite. */
  background: Candidate[];
  milestones: Milestone[];
  anchor: Anchor | null;
  /** The budget by the skill's percentages; empty when either is missing. */
  split: SplitShare[];
  /** The person wants it short. */
  isShort: boolean;
  requestKind: RequestKind;
  /** What the places in the skill's own text can be filled with; read once the rest is. */
  fillValues: FillValues;
  /** What could not be filled, by field; grows while an answer is composed. */
  gaps: { field: string; what: string }[];
  /** Places in brackets that the composed text leaves to a person. */
  toFillIn: { field: string; place: string }[];
  /** The best sentences for a place to fill; those already used come later. */
  takeEvidence(terms: readonly string[], limit: number, isFit?: (evidence: Evidence) => boolean): Evidence[];
  takeSteps(terms: readonly string[], limit: number): MethodStep[];
  takeBackground(terms: readonly string[], limit: number): string[];
};

/** A request is read up to here; more is an attachment rather than a request. */
const READ_REQUEST = 8_000;

export function readMaterial(given: Brief, now: Date): Material {
  const brief = { ...given, request: cutAtWord(given.request.replace(/\s+/g, " ").trim(), READ_REQUEST) };
  const today = toIndianDay(now);
  const subject = readSubject(brief);
  const refs = new Map(listSources(brief).map(({ ref, source }) => [source.id, ref]));
  const anchor = findAnchor(brief, subject.occasion, refs, today);
  const evidence = listEvidence(brief, refs).filter(({ text }) => !isOfOtherYear(text, subject, anchor));
  const steps = listMethodSteps(brief.skill);
  const about = `${brief.request} ${subject.business ?? ""} ${subject.company ?? ""}`;
  const background = listBackground(brief.skill);
  // What is written in capitals ("CAC") is what a question is about.
  const capitals = brief.request.match(/\b[A-Z]{2,}\b/g)?.join(" ") ?? "";
  const requestTerms = toTerms(`${brief.request} ${capitals} ${capitals} ${brief.issues.join(" ")}`);
  const used = new Map<unknown, number>();

  const take = <T extends Candidate>(
    candidates: readonly T[],
    terms: readonly string[],
    limit: number,
  ): T[] => {
    const ranked = rankSentences(candidates, { field: terms, request: requestTerms });
    const fresh = ranked
      .toSorted((left, right) => (used.get(left) ?? 0) - (used.get(right) ?? 0))
      .slice(0, limit);
    for (const entry of fresh) used.set(entry, (used.get(entry) ?? 0) + 1);
    return fresh;
  };
  const stepCandidates = steps.map((step) => ({ step, text: step.title, terms: step.terms }));

  return {
    brief,
    phrases: toPhrases(brief.language),
    today,
    subject,
    known: listKnown(brief),
    requestTerms,
    evidence,
    steps,
    tables: listSkillTables(brief.skill),
    isAnswering: brief.skill.output.some(({ name }) => name === "answer"),
    background,
    milestones: listMilestones(brief.skill),
    anchor,
    split: subject.budget === null ? [] : splitAmount(subject.budget, listShares(brief.skill, about)),
    requestKind: toRequestKind(brief.request),
    isShort: wantsShort(brief.request),
    fillValues: new Map(),
    gaps: [],
    toFillIn: [],
    takeEvidence: (terms, limit, isFit = () => true) =>
      toTextOrder(take(evidence.filter(isFit), terms, limit), evidence),
    takeSteps: (terms, limit) => take(stepCandidates, terms, limit).map(({ step }) => step),
    takeBackground: (terms, limit) =>
      toTextOrder(take(keepClosest(background, terms), terms, limit), background).map(({ text }) => text),
  };
}

/** What belongs together stays in the order in which it was written. */
function toTextOrder<T>(chosen: readonly T[], all: readonly T[]): T[] {
  return chosen.toSorted((left, right) => all.indexOf(left) - all.indexOf(right));
}

/** Words that nearly every field or label has. */
const GENERIC = new Set(toTerms("name title type value text item list short one"));

/** The words of a field: its name, what it is for and its columns. */
export function toFieldTerms(field: Field): string[] {
  const item = field.type.kind === "list" ? field.type.of : field.type;
  const columns =
    item.kind === "object" ? item.fields.map(({ name, description }) => `${name} ${description}`) : [];
  const words = `${field.name} ${field.description} ${columns.join(" ")}`.replaceAll("_", " ");
  return toTerms(words).filter((term) => !GENERIC.has(term));
}

/** Whether a sentence shares the field's name or two of its words: one common word may be chance. */
export function isAbout({ terms }: Evidence, field: Field): boolean {
  const wanted = new Set(toFieldTerms(field));
  const named = toTerms(field.name.replaceAll("_", " ")).filter((term) => !GENERIC.has(term));
  const shared = new Set(terms.filter((term) => wanted.has(term)));
  return shared.size > 1 || named.some((term) => shared.has(term));
}

/** A sentence with its citation: "We sell earbuds. [S1]". */
export function toCited({ text, ref }: Evidence): string {
  return ref === "" ? text : `${text} [${ref}]`;
}

/** The same festival on another day than the one that is planned for. */
function isOfOtherYear(text: string, { occasion }: Subject, anchor: Anchor | null): boolean {
  const days = findDays(text);
  if (occasion === null || anchor === null || days.length === 0 || days.includes(anchor.day)) return false;
  return shareTerm(text, occasion);
}

/** How a good answer looks is said to the writer. */
const ABOUT_ANSWERS = /^(?:Good|Bad) output\b/;

function listBackground({ sections, output }: Brief["skill"]): Candidate[] {
  const isOfField = (heading: string): boolean =>
    output.some(({ name }) => toFieldLabel(name).toLowerCase() === heading.toLowerCase());
  const others = sections.filter(({ heading }) => !METHOD.test(heading) && !isOfField(heading));
  return others.flatMap(({ heading, body }) =>
    splitSentences(body.replace(/^\s*\|.*$/gm, ""))
      .filter((text) => !ABOUT_ANSWERS.test(text))
      .map((text) => ({ text, terms: toTerms(`${heading} ${text}`) })),
  );
}

function listEvidence(brief: Brief, refs: ReadonlyMap<string, string>): Evidence[] {
  const passages = brief.passages.flatMap(({ document_id, title, heading, text }) =>
    splitSentences(text).map((sentence) => ({
      text: sentence,
      terms: toTerms(`${title} ${heading} ${sentence}`),
      ref: refs.get(document_id) ?? "",
      about: heading,
      kind: "document" as const,
      isBare: false,
    })),
  );
  const facts = brief.facts.flatMap(({ label, text, source }) =>
    splitSentences(text).map((sentence) => {
      const isBare = !/[.!?।]["”')\]]?$/u.test(sentence);
      return {
        text: isBare ? `${toFieldLabel(label)}: ${sentence}.` : sentence,
        terms: toTerms(`${label.replaceAll("_", " ")} ${sentence}`),
        ref: refs.get(source.id) ?? "",
        about: label.replaceAll("_", " "),
        kind: source.kind,
        isBare,
      };
    }),
  );
  const all = [...passages, ...facts];
  return all.filter((entry, index) => all.findIndex(({ text }) => text === entry.text) === index);
}
