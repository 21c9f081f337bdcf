import type { Run } from "../domain/run.ts";
import type { OpenAiError } from "./failure.ts";
import type { CompletionUsage } from "./usage.ts";

/** Which run an answer is of; `model` is said as it was asked for. */
export type CompletionHead = { run: Run; model: string };

export function toCompletion(head: CompletionHead, content: string, usage: CompletionUsage): object {
  const message = { role: "assistant", content, refusal: null };
  return {
    ...toHead(head, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
    usage,
  };
}

/** `finish`: "stop" with the last piece, null before. */
export function toChunk(head: CompletionHead, delta: object, finish: "stop" | null = null): object {
  return {
    ...toHead(head, "chat.completion.chunk"),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  };
}

export function toUsageChunk(head: CompletionHead, usage: CompletionUsage): object {
  return { ...toHead(head, "chat.completion.chunk"), choices: [], usage };
}

export function toErrorChunk(error: OpenAiError): object {
  return { error };
}

function toHead({ run, model }: CompletionHead, object: string): object {
  return {
    id: `chatcmpl-${run.run_id}`,
    object,
    created: Math.floor(Date.parse(run.created_at) / 1_000),
    model,
    /** Sent back as `metadata.thread_id`, the conversation goes on from here. */
    metadata: { thread_id: run.thread_id, run_id: run.run_id },
  };
}
