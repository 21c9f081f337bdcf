import type { Paint } from "../paint.ts";
import type { Interrupt } from "../../domain/interrupt.ts";
import { createOutcome } from "./outcome.ts";
import { createProgress } from "./progress.ts";
import { createSpokenText } from "./spoken-text.ts";

/** One event of a legacy stream. */
export type StreamPart = { event: string; data: unknown; id?: unknown };

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
  interrupts(): Interrupt[];
  /** null while nothing failed. */
  failure(): string | null;
};

export function createTranscript({ paint }: { paint: Paint }): Transcript {
  const spoken = createSpokenText();
  const progress = createProgress({ paint });
  const outcome = createOutcome();
  let attempts = 0;
  let atLineStart = true;

  /** Lines of their own, wherever the text stands. */
  function toBlock(lines: string): string {
    const start = atLineStart ? "" : "\n";
    atLineStart = true;
    return lines === "" ? start : `${start}${lines}\n`;
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

  function takeText(data: unknown): string {
    const text = spoken.take(data);
    if (text === "") return "";
    progress.clearStatus();
    atLineStart = text.endsWith("\n");
    return text;
  }

  function takeCustom(data: unknown): string {
    const line = progress.take(data);
    return line === "" ? "" : toBlock(line);
  }

  function take({ event, data }: StreamPart): string {
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
        spoken.step();
        outcome.takeState(name === "values" && namespace.length === 0, data);
        return "";
      case "error":
      case "end":
        outcome.takeEnd(name, data);
        return "";
      default:
        return "";
    }
  }

  return {
    take,
    note,
    status: () => (atLineStart ? progress.status() : ""),
    close() {
      const answer = outcome.answer();
      const isUnseen = answer !== null && !spoken.hasShown(answer);
      return `${isUnseen ? toBlock(`\n${answer}`) : ""}${toBlock(outcome.summary(paint))}`;
    },
    interrupts: outcome.interrupts,
    failure: outcome.failure,
  };
}
