import type { Degraded, Usage } from "../../domain/answer.ts";
import type { Paint } from "../paint.ts";
import { type OpenInterrupt, toInterrupts } from "./interrupts.ts";
import { isProgressEvent, toLabelled, toProgressLine, toStatusText, toUsageLine } from "./progress-line.ts";
import { isRecord, readText } from "./record.ts";
import { createSpokenText } from "./spoken-text.ts";

/** One event of a legacy stream. */
export type StreamPart = { event: string; data: unknown; id?: string };

/**
 * Turns the events of one run into what a person reads:
 *
 *   metadata (once more when the run goes on elsewhere) · custom (skill, plan, progress, critic, verdict)
 *   messages (the text as it is written)
 *   values (the state; the last one has the answer and its cost) · error · end
 */
export type Transcript = {
  /** The text to print for an event. */
  take(part: StreamPart): string;
  /** What may be shown until the next event; "" in the middle of a text. */
  status(): string;
  /** A line about the conversation itself. */
  note(line: string): string;
  /** What is printed last: the answer, if it was not shown as it was written, and the cost. */
  close(): string;
  interrupts(): OpenInterrupt[];
  /** null while nothing failed. */
  failure(): string | null;
};

export function createTranscript({ paint }: { paint: Paint }): Transcript {
  const spoken = createSpokenText();
  const interrupts = new Map<string, OpenInterrupt>();
  let values: Record<string, unknown> = {};
  let earlierAnswer: string | null = null;
  let states = 0;
  let failure: string | null = null;
  let attempts = 0;
  let steps = 0;
  let status = "";
  let atLineStart = true;

  /** Lines of their own, wherever the text stands. */
  function toBlock(lines: string): string {
    const start = atLineStart ? "" : "\n";
    atLineStart = true;
    return lines === "" ? start : `${start}${lines}\n`;
  }

  function takeText(data: unknown): string {
    const text = spoken.take(data);
    if (text !== "") atLineStart = text.endsWith("\n");
    return text;
  }

  function note(line: string): string {
    return toBlock(paint("dim", `- ${line}`));
  }

  function takeAttempt(): string {
    attempts += 1;
    if (attempts === 1) return "";
    spoken.restart();
    return note("the run goes on at its last step");
  }

  function takeCustom(data: unknown): string {
    if (!isProgressEvent(data)) return "";
    if (data.type === "plan-made") steps = data.plan.steps.length;
    status = toStatusText(data) || status;
    // Of a plan with one step everything else tells.
    if (steps === 1 && (data.type === "step-start" || (data.type === "step-end" && data.ok))) return "";
    const line = toProgressLine(data, paint);
    return line === "" ? "" : toBlock(line);
  }

  function takeState(isRoot: boolean, data: unknown): string {
    spoken.step();
    for (const interrupt of toInterrupts(data)) interrupts.set(interrupt.id, interrupt);
    if (!isRoot || !isRecord(data)) return "";
    values = { ...values, ...data };
    states += 1;
    if (states === 1) earlierAnswer = readText(values["answer"], "text");
    return "";
  }

  function takeEnd(name: string, data: unknown): string {
    const status = readText(data, "status");
    if (name === "error") failure = readText(data, "message") ?? readText(data, "error") ?? "no reason given";
    if (status === "error" || status === "timeout") failure ??= `it ended with the status "${status}"`;
    return "";
  }

  return {
    interrupts: () => [...interrupts.values()],
    failure: () => failure,
    status: () => (atLineStart ? status : ""),
    note,
    take({ event, data }) {
      const [name = "", ...namespace] = event.split("|");
      switch (name) {
        case "metadata":
          return takeAttempt();
        case "messages":
          return takeText(data);
        case "custom":
          return takeCustom(data);
        case "updates":
        case "values":
          return takeState(name === "values" && namespace.length === 0, data);
        case "error":
        case "end":
          return takeEnd(name, data);
        default:
          return "";
      }
    },
    close() {
      const answer = readText(values["answer"], "text");
      // The first of several states is the one the thread had before; its answer is no news.
      const isNews = states === 1 || answer !== earlierAnswer;
      const isUnseen = answer !== null && isNews && !spoken.hasShown(answer);
      return `${isUnseen ? toBlock(`\n${answer}`) : ""}${toBlock(toSummary(values, paint))}`;
    },
  };
}

function toSummary({ degraded, errors, usage }: Record<string, unknown>, paint: Paint): string {
  const reason = readText(degraded, "reason");
  const problems = Array.isArray(errors) ? errors.filter((error) => typeof error === "string") : [];
  return [
    reason === null ? null : toLabelled("Degraded", DEGRADED[reason] ?? reason, paint),
    ...problems.map((problem) => toLabelled("Problem", problem, paint)),
    isUsage(usage) ? toUsageLine(usage, paint) : null,
  ]
    .filter((line) => line !== null)
    .join("\n");
}

const DEGRADED: Record<string, string> = {
  provider: "the model provider failed; the offline model answered",
  budget: "the budget did not suffice for more",
  quality: "the critic was not content",
} satisfies Record<NonNullable<Degraded>["reason"], string>;

function isUsage(value: unknown): value is Usage {
  return isRecord(value) && isRecord(value["tokens"]) && Array.isArray(value["models"]);
}
