import type { Degraded, Usage } from "../../domain/answer.ts";
import type { Paint } from "../paint.ts";
import type { Interrupt } from "../../domain/interrupt.ts";
import { toInterrupts } from "./interrupts.ts";
import { toLabelled, toUsageLine } from "./progress-line.ts";
import { isRecord, readText } from "../../domain/record.ts";

/** What the states of a run and its end say about how it came out. */
export type Outcome = {
  takeState(isRoot: boolean, data: unknown): void;
  takeEnd(name: "error" | "end", data: unknown): void;
  interrupts(): Interrupt[];
  /** null while nothing failed. */
  failure(): string | null;
  /** The answer of this run; null while there is none but that of an earlier request. */
  answer(): string | null;
  /** What the answer rests on, what is missing from it and why, and what it has cost. */
  summary(paint: Paint): string;
};

export function createOutcome(): Outcome {
  const interrupts = new Map<string, Interrupt>();
  let values: Record<string, unknown> = {};
  let earlierAnswer: string | null = null;
  let states = 0;
  let failure: string | null = null;

  function answer(): string | null {
    const text = readText(values["answer"], "text");
    // The first of several states is the one the thread had before; its answer is no news.
    return states > 1 && text === earlierAnswer ? null : text;
  }

  return {
    interrupts: () => [...interrupts.values()],
    failure: () => failure,
    takeState(isRoot, data) {
      for (const interrupt of toInterrupts(data)) interrupts.set(interrupt.id, interrupt);
      if (!isRoot || !isRecord(data)) return;
      values = { ...values, ...data };
      states += 1;
      if (states === 1) earlierAnswer = readText(values["answer"], "text");
    },
    takeEnd(name, data) {
      const status = readText(data, "status");
      if (name === "error")
        failure = readText(data, "message") ?? readText(data, "error") ?? "no reason given";
      if (status === "error" || status === "timeout") failure ??= `it ended with the status "${status}"`;
    },
    answer,
    summary: (paint) => toSummary(answer() === null ? { ...values, answer: null } : values, paint),
  };
}

function toSummary({ answer, degraded, errors, usage }: Record<string, unknown>, paint: Paint): string {
  const reason = readText(degraded, "reason");
  const problems = Array.isArray(errors) ? errors.filter((error) => typeof error === "string") : [];
  const sources = toSources(answer);
  return [
    sources === "" ? null : toLabelled("Sources", sources, paint),
    reason === null ? null : toLabelled("Degraded", DEGRADED[reason] ?? reason, paint),
    ...problems.map((problem) => toLabelled("Problem", problem, paint)),
    isUsage(usage) ? toUsageLine(usage, paint) : null,
  ]
    .filter((line) => line !== null)
    .join("\n");
}

/** The text cites them by number: [S1] is the first. */
function toSources(answer: unknown): string {
  const sources = isRecord(answer) && Array.isArray(answer["sources"]) ? answer["sources"] : [];
  return sources.map((source, at) => `[S${at + 1}] ${readText(source, "title") ?? "?"}`).join("; ");
}

const DEGRADED: Record<string, string> = {
  provider: "the model provider failed; the offline model answered",
  budget: "the budget did not suffice for more",
  quality: "the critic was not content",
} satisfies Record<NonNullable<Degraded>["reason"], string>;

function isUsage(value: unknown): value is Usage {
  return isRecord(value) && isRecord(value["tokens"]) && Array.isArray(value["models"]);
}
