import { AppError } from "../domain/errors.ts";
import { toQuestionText } from "../domain/interrupt-words.ts";
import type { CallContext } from "../domain/principal.ts";
import { type AnswerPart, followAnswer, type RunEnd } from "../http/conversation/follow-answer.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { type CompletionHead, toChunk, toCompletion, toErrorChunk, toUsageChunk } from "./completion.ts";
import { type OpenAiError, toFailedRun } from "./failure.ts";
import type { Turn } from "./start-turn.ts";
import { toUsage } from "./usage.ts";

type Answering = { verbs: ProtocolVerbs; ctx: CallContext; turn: Turn; model: string; signal: AbortSignal };

/** The pieces of an answer in their order; what the graph asks is the last of its words. */
export async function* streamChat(answering: Answering, includeUsage: boolean): AsyncGenerator<object> {
  const { turn, model } = answering;
  const head: CompletionHead = { run: turn.run, model };
  let length = 0;
  yield toChunk(head, { role: "assistant", content: "" });
  for await (const part of follow(answering)) {
    if (part.kind === "text") {
      length += part.text.length;
      for (const content of toPieces(part.text)) yield toChunk(head, { content });
    }
    // Clients that show how a model thinks show this; the others pass over a field that they do not know.
    if (part.kind === "progress" && length === 0)
      yield toChunk(head, { reasoning_content: `${part.step}\n` });
    if (part.kind !== "end") continue;
    await settle(turn, part.end);
    const failure = toFailure(part.end);
    if (failure !== null) {
      yield toErrorChunk(failure);
      return;
    }
    const question = toQuestion(part.end, length === 0);
    for (const content of toPieces(question)) yield toChunk(head, { content });
    yield toChunk(head, {}, "stop");
    if (includeUsage) yield toUsageChunk(head, toUsage(part.end.values, turn.knownIds));
  }
}

/** The whole answer, or why there is none. */
export async function completeChat(answering: Answering): Promise<{ body: object; failed: boolean }> {
  const { turn, model } = answering;
  let content = "";
  for await (const part of follow(answering)) {
    if (part.kind === "text") content += part.text;
    if (part.kind !== "end") continue;
    await settle(turn, part.end);
    const failure = toFailure(part.end);
    if (failure !== null) return { body: { error: failure }, failed: true };
    content += toQuestion(part.end, content === "");
    const usage = toUsage(part.end.values, turn.knownIds);
    return { body: toCompletion({ run: turn.run, model }, content, usage), failed: false };
  }
  throw new AppError("unavailable", "The run did not come to its end");
}

/** What a graph says all at once comes line by line. */
function toPieces(text: string): string[] {
  return text.match(/[^\n]*\n+|[^\n]+$/g) ?? [];
}

function follow({ verbs, ctx, turn, signal }: Answering): AsyncGenerator<AnswerPart, void> {
  const { run, knownIds } = turn;
  return followAnswer({ verbs, ctx, run, isNew: true, knownIds, signal });
}

async function settle({ passing }: Turn, { interrupts }: RunEnd): Promise<void> {
  await passing?.settle((interrupts ?? []).length > 0 ? "asked" : "answered");
}

function toQuestion({ interrupts }: RunEnd, isFirst: boolean): string {
  const questions = (interrupts ?? []).map((interrupt) => toQuestionText(interrupt).trim()).join("\n\n");
  return questions === "" || isFirst ? questions : `\n\n${questions}`;
}

function toFailure({ status, error }: RunEnd): OpenAiError | null {
  if (error !== null) return toFailedRun(error);
  switch (status) {
    case "success":
      return null;
    case "timeout":
      return toFailedRun({ error: "timeout", message: "The run took longer than it may" });
    default:
      return toFailedRun({ error: "cancelled", message: "The run was cancelled" });
  }
}
