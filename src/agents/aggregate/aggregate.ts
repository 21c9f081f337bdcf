import type { Answer, Source, StepResult } from "../../domain/answer.ts";
import { toFieldLabel } from "../../domain/field-label.ts";

/** How a skill of several steps is named in the joined answer. */
const JOINT = " + ";

/**
 * One answer of several steps: a section for each, in the given order, and one list of sources. Each step numbered its
 * own sources, so `[S1]` of the second step becomes its number in the joined list. A single step passes untouched.
 */
export function aggregate(results: StepResult[]): Answer {
  const [first, ...others] = results;
  if (first === undefined) return { skill: "", output: {}, text: "", sources: [] };
  if (others.length === 0) return first.answer;

  const sources = mergeSources(results);
  const numbers = new Map(sources.map((source, index) => [source.id, index + 1]));
  const texts = results.map(
    ({ skill, answer }) => `# ${toSkillLabel(skill)}\n\n${renumber(answer.text, answer, numbers)}`,
  );
  const outputs = results.map(
    ({ step, answer }) => [step, renumberAll(answer.output, answer, numbers)] as const,
  );
  return {
    skill: [...new Set(results.map((result) => result.skill))].join(JOINT),
    output: Object.fromEntries(outputs),
    text: texts.join("\n\n"),
    sources,
  };
}

function mergeSources(results: StepResult[]): Source[] {
  const merged = new Map<string, Source>();
  for (const source of results.flatMap(({ answer }) => answer.sources))
    if (!merged.has(source.id)) merged.set(source.id, source);
  return [...merged.values()];
}

/** A number without a source stays as it is: the critic names it. */
function renumber(text: string, { sources }: Answer, numbers: ReadonlyMap<string, number>): string {
  return text.replace(/\[(S\d+(?:\s*,\s*S\d+)*)\]/g, (_whole, refs: string) => {
    const renumbered = refs.split(/\s*,\s*/).map((ref) => {
      const id = sources[Number(ref.slice(1)) - 1]?.id;
      const number = id === undefined ? undefined : numbers.get(id);
      return number === undefined ? ref : `S${number}`;
    });
    return `[${renumbered.join(", ")}]`;
  });
}

function renumberAll(value: unknown, answer: Answer, numbers: ReadonlyMap<string, number>): unknown {
  if (typeof value === "string") return renumber(value, answer, numbers);
  if (Array.isArray(value)) return value.map((item) => renumberAll(item, answer, numbers));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, renumberAll(member, answer, numbers)]),
  );
}

/** "content.email" is "Content: email". */
function toSkillLabel(id: string): string {
  const [folder = "", ...rest] = id.split(".");
  return rest.length === 0
    ? toFieldLabel(folder)
    : `${toFieldLabel(folder)}: ${rest.join(" ").replaceAll("-", " ")}`;
}
