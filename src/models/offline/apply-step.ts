import { toRupeeText } from "../../domain/money.ts";
import { addDays, toLongDay } from "./days.ts";
import type { Material } from "./material.ts";
import { type MethodStep, toTitled } from "./method-steps.ts";
import { replaceOffsets } from "./milestones.ts";
import { cutAtWord } from "./sentences.ts";
import { shareTerm } from "./terms.ts";

const LONGEST_VALUE = 60;

/** A step of the skill said for this request: "Fix the frame (Boat and Noise): Restate the decision ...". */
export function applyStep(step: MethodStep, material: Material, isFirst = false): string {
  const detail = step.details[0];
  const title = applyTitle(step, material, isFirst);
  if (detail === undefined) return `${title}.`;
  const isRepeated = toTitled(step.title, detail) === detail;
  return applyArithmetic(isRepeated ? detail : `${title}: ${detail}`, material);
}

/** The title with what the request says about it; the first step of a list always names the subject. */
export function applyTitle(step: MethodStep, material: Material, isFirst = false): string {
  const about = toRelevant(step, material) ?? (isFirst ? material.subject.focus : null);
  return about === null || about === "" ? step.title : `${step.title} (${about})`;
}

/** Puts the result behind what can be computed: a share of the budget in rupees, a day counted from the anchor. */
export function applyArithmetic(sentence: string, { subject, anchor }: Material): string {
  const { budget, occasion } = subject;
  const isAboutMoney = budget !== null && /\bbudget\b|allocat|\bspend \d/i.test(sentence);
  const priced = isAboutMoney
    ? sentence.replace(/(\d{1,2})\s?%/g, (share: string, percent: string) => {
        return `${share} (${toRupeeText(Math.floor((budget * Number(percent)) / 100))})`;
      })
    : sentence;
  if (anchor === null) return priced;
  return replaceOffsets(priced, occasion ?? "", (written, offset) => {
    return `${written} (${toLongDay(addDays(anchor.day, offset))})`;
  });
}

/** The input that the step speaks of. */
function toRelevant(step: MethodStep, { known, anchor, subject }: Material): string | null {
  const text = `${step.title} ${step.details.join(" ")}`;
  const { occasion } = subject;
  if (
    anchor !== null &&
    occasion !== null &&
    shareTerm(step.title, `${occasion} date festival calendar timeline`)
  ) {
    return `${occasion}, ${toLongDay(anchor.day)}`;
  }
  const found = known.find(
    ({ name, value }) => value.length <= LONGEST_VALUE && shareTerm(name.replaceAll("_", " "), text),
  );
  return found === undefined
    ? null
    : cutAtWord(`${found.label.toLowerCase()}: ${found.value}`, LONGEST_VALUE + 20);
}
