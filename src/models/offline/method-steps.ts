import type { Brief } from "../../domain/brief.ts";
import { toFieldLabel } from "../../domain/field-label.ts";
import { cutAtWord, splitSentences, toPlainText } from "./sentences.ts";
import { toTerms } from "./terms.ts";

/** One point of the skill's text: "**Fix the frame.** Restate the decision ..." */
export type MethodStep = {
  section: string;
  title: string;
  /** Sentences after the title. */
  details: string[];
  terms: readonly string[];
};

const LONGEST_TITLE = 90;

/** Headings below which a skill says how to work. */
export const METHOD =
  /\b(?:method|process|steps?|workflow|procedure|instructions?|approach|how|checklist)\b/i;

/** The steps of the skill's method, in order; of all its sections when none is called a method. */
export function listMethodSteps(skill: Brief["skill"]): MethodStep[] {
  // A section that is called like a field of the answer has its text ready, it says no step.
  const others = skill.sections.filter(
    ({ heading }) =>
      !skill.output.some(({ name }) => toFieldLabel(name).toLowerCase() === heading.toLowerCase()),
  );
  const method = others.filter(({ heading }) => METHOD.test(heading));
  const steps = (method.length > 0 ? method : others).flatMap(toSteps);
  return steps.filter((step, index) => steps.findIndex(({ title }) => title === step.title) === index);
}

function toSteps({ heading, body }: { heading: string; body: string }): MethodStep[] {
  const items = toItems(body);
  return items.flatMap((item) => {
    const bold = /^\*\*(.+?)\*\*([.:]?)\s*/.exec(item);
    const isClosed = bold !== null && (bold[2] !== "" || /[.:!?]$/.test(bold[1] ?? ""));
    // "**End with one question** that a reader can answer." is one sentence that its title begins.
    const plain = toPlainText(isClosed ? item.slice(bold[0].length) : item);
    const sentences = splitSentences(plain);
    const first = bold?.[1] ?? sentences[0] ?? "";
    const title = trimEnd(cutAtWord(first, LONGEST_TITLE));
    if (title === "") return [];
    // A first sentence that is short enough is the title and needs no second mention.
    if (bold === null && first.length <= LONGEST_TITLE) sentences.shift();
    return [{ section: heading, title, details: sentences, terms: toTerms(`${title} ${title} ${plain}`) }];
  });
}

/** The items of the outermost lists, continuation lines joined; the paragraphs when there is no list. */
function toItems(body: string): string[] {
  const items: string[] = [];
  let isOpen = false;
  for (const line of body.split("\n")) {
    const mark = /^(?:\d+[.)]|[-*+])\s+(.*)$/.exec(line);
    if (mark !== null) {
      items.push(mark[1] ?? "");
      isOpen = true;
    } else if (isOpen && /^\s+\S/.test(line)) {
      items.push(`${items.pop() ?? ""} ${toPlainText(line)}`);
    } else isOpen = false;
  }
  if (items.length > 0) return items;
  return body.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "" && !paragraph.startsWith("|"));
}

/** A sentence of a step behind its title, unless it repeats it. */
export function toTitled(title: string, sentence: string): string {
  const isRepeated = sentence.toLowerCase().startsWith(title.replace(/…$/, "").toLowerCase().trimEnd());
  return isRepeated ? sentence : `${title}: ${sentence}`;
}

function trimEnd(title: string): string {
  return toPlainText(title).replace(/[.:;,\s]+$/, "");
}
