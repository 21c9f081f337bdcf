import { AppError } from "../../domain/errors.ts";
import type { Interrupt } from "../../domain/interrupt.ts";
import type { CallContext } from "../../domain/principal.ts";
import { isRecord, readText } from "../../domain/record.ts";
import type { Run, StreamMode } from "../../domain/run.ts";
import type { FrameBatch } from "../verbs/call.ts";
import type { ProtocolVerbs } from "../verbs.ts";
import { listMessages, toMessageIds } from "./open-thread.ts";
import { createSpokenAnswer } from "./spoken-answer.ts";

/** What a run has to be created with so that its answer can be followed. */
export const ANSWER_STREAM: { stream_mode: StreamMode[]; stream_subgraphs: true } = {
  stream_mode: ["values", "messages-tuple", "custom"],
  stream_subgraphs: true,
};

/** How a run came out. */
export type RunEnd = {
  status: string;
  /** The last state of the graph; empty when there is none. */
  values: Record<string, unknown>;
  /** What it waits for; null when it did not stop to wait, empty at a breakpoint. */
  interrupts: Interrupt[] | null;
  error: { error: string; message: string } | null;
};

/** `frame`: the number of the event in the run's stream that the part stems from. */
export type AnswerPart =
  | { kind: "text"; frame: number; text: string }
  /** The graph has gone one step on. */
  | { kind: "step"; frame: number }
  | { kind: "progress"; frame: number; percent: number; step: string }
  | { kind: "end"; frame: number; end: RunEnd };

type Following = {
  verbs: ProtocolVerbs;
  ctx: CallContext;
  run: Run;
  /** This caller has just created the run. */
  isNew?: boolean;
  /** Ids of the messages that were in the conversation before the run answered; null: those of its first state. */
  knownIds: ReadonlySet<string> | null;
  signal?: AbortSignal | undefined;
};

/**
 * What a run says to a person, from its first word to its end, however late one begins to listen. Throws `unavailable`
 * when the service shuts down first.
 */
export async function* followAnswer(following: Following): AsyncGenerator<AnswerPart, void> {
  const { verbs, ctx, run, isNew, knownIds, signal } = following;
  const reader = createReader(knownIds);
  const batches = await verbs.runs.stream({
    ctx,
    input: {
      threadId: run.thread_id,
      runId: run.run_id,
      lastEventId: "start",
      ...(signal === undefined ? {} : { signal }),
      ...(isNew === true ? { created: run } : {}),
    },
  });
  for await (const batch of batches) for (const frame of batch) yield* reader.take(frame);
  if (!reader.isOver()) throw new AppError("unavailable", "The stream of the run ended before the run did");
}

/**
 * How long the namespace of an event may be: states of the graph itself, and tokens that its own nodes write. What a
 * graph inside of it writes may be a draft; it is told when it enters the conversation.
 */
const OWN_DEPTH: Readonly<Record<string, number>> = { values: 0, messages: 1 };

function createReader(given: ReadonlySet<string> | null) {
  const knownIds = new Set(given ?? []);
  let isFirst = given === null;
  const spoken = createSpokenAnswer({ knownIds });
  let values: Record<string, unknown> = {};
  let interrupts: Interrupt[] | null = null;
  let error: RunEnd["error"] = null;
  let attempts = 0;
  let over = false;

  function* takeState(frame: number, data: unknown): Generator<AnswerPart> {
    if (!isRecord(data)) return;
    const stop = toStop(data);
    if (stop !== null) {
      interrupts = [...(interrupts ?? []), ...stop];
      return;
    }
    values = data;
    if (isFirst) for (const id of toMessageIds(listMessages(data))) knownIds.add(id);
    isFirst = false;
    const text = spoken.takeState(data);
    if (text !== "") yield { kind: "text", frame, text };
    yield { kind: "step", frame };
  }

  function takeAttempt(): void {
    attempts += 1;
    if (attempts === 1) return;
    spoken.restart();
    interrupts = null;
  }

  return {
    isOver: () => over,
    *take(item: FrameBatch[number]): Generator<AnswerPart> {
      if (!("event" in item)) return;
      const { id, event, ...rest } = item;
      const [name = "", ...namespace] = event.split("|");
      const frame = Number(id);
      if (namespace.length > (OWN_DEPTH[name] ?? Infinity)) return;
      const data: unknown = "json" in rest ? JSON.parse(rest.json) : rest.data;
      switch (name) {
        case "metadata":
          return takeAttempt();
        case "messages": {
          const text = spoken.takeMessage(data);
          if (text !== "") yield { kind: "text", frame, text };
          return;
        }
        case "values":
          return yield* takeState(frame, data);
        case "custom":
          return yield* toProgress(frame, data);
        case "error":
          error = { error: readText(data, "error") ?? "Error", message: readText(data, "message") ?? "" };
          return;
        case "end":
          over = true;
          yield {
            kind: "end",
            frame,
            end: { status: readText(data, "status") ?? "error", values, interrupts, error },
          };
      }
    },
  };
}

/** The announcement of a stop has no other key; null when that is a state. */
function toStop(data: Record<string, unknown>): Interrupt[] | null {
  const { __interrupt__: stop, ...rest } = data;
  if (!Array.isArray(stop) || Object.keys(rest).length > 0) return null;
  return stop.filter(isRecord).map((each) => ({ id: readText(each, "id") ?? "", value: each["value"] }));
}

function* toProgress(frame: number, data: unknown): Generator<AnswerPart> {
  if (!isRecord(data) || data["type"] !== "progress") return;
  const percent = data["percent_complete"];
  if (typeof percent !== "number") return;
  yield { kind: "progress", frame, percent, step: readText(data, "current_step") ?? "" };
}
