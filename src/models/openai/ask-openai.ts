import { AIMessage, type AIMessageChunk } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Clock } from "../../domain/clock.ts";
import type { NewId } from "../../domain/ids.ts";
import type { ModelCall, ModelSettings, RetrySettings } from "../model-call.ts";
import { createWatchdog, type Watchdog } from "../watchdog.ts";
import { ChatCompletionsModel } from "./chat-completions-model.ts";
import { toFamilyFields } from "./model-family.ts";
import { toProblemText } from "./provider-failure.ts";
import { toOpenAiTools, toResponseFormat } from "./response-format.ts";
import { createRetryingFetch } from "./retrying-fetch.ts";

const OPENAI_URL = "https://api.openai.com/v1";

/** Servers that need no key still get one: the client insists on sending it. */
const PLACEHOLDER_KEY = "none";

const DEFAULT_RETRY: RetrySettings = { attempts: 3, baseMs: 500, maxWaitMs: 20_000 };

export type OpenAiAnswer =
  | { ok: true; message: AIMessage; problem: string | null }
  /** `partial` is what had come before the failure. */
  | { ok: false; partial: AIMessageChunk | null; problem: string };

type AskOpenAiDeps = { settings: ModelSettings; clock: Clock; newId: NewId; random: () => number };

/** Asks a server that speaks Chat Completions. Rejects only when the caller aborts. */
export function createAskOpenAi({ settings, clock, newId, random }: AskOpenAiDeps) {
  const baseURL = settings.openaiBaseUrl ?? OPENAI_URL;
  const host = new URL(baseURL).host;

  function createModel(call: ModelCall, model: string, watchdog: Watchdog): ChatCompletionsModel {
    const fetch = createRetryingFetch({
      fetch: globalThis.fetch,
      settings: settings.retry ?? DEFAULT_RETRY,
      clock,
      random,
      onAttempt: watchdog.arm,
      onWait: watchdog.rest,
    });
    return new ChatCompletionsModel({
      model,
      apiKey: settings.openaiApiKey ?? PLACEHOLDER_KEY,
      maxTokens: call.maxOutputTokens,
      maxRetries: 0,
      streamUsage: true,
      configuration: { baseURL, fetch },
      ...toFamilyFields(model, call.temperature),
    });
  }

  return async function askOpenAi(
    call: ModelCall,
    model: string,
    config: RunnableConfig,
  ): Promise<OpenAiAnswer> {
    const { timeouts } = settings;
    const limits = { ...timeouts, totalMs: Math.min(timeouts.totalMs, call.timeoutMs ?? timeouts.totalMs) };
    const watchdog = createWatchdog(limits, config.signal);
    try {
      const { whole, error } = await readStream(
        () => createModel(call, model, watchdog),
        call,
        config,
        watchdog,
      );
      config.signal?.throwIfAborted();
      const finishReason = toFinishReason(whole);
      const stage = watchdog.firedBy();
      if (whole !== null && error === null && stage === null && finishReason !== null && isUsable(whole)) {
        const problem = finishReason === "length" ? toLengthText(call) : null;
        return { ok: true, message: toMessage(whole, model, newId), problem };
      }
      const failed = {
        error,
        stage,
        started: whole !== null,
        finishReason,
        model,
        tier: call.tier,
        host,
        limits,
      };
      const hasKey = settings.openaiApiKey !== null;
      return {
        ok: false,
        partial: whole,
        problem: toProblemText({ ...failed, hasKey }, settings.openaiApiKey),
      };
    } finally {
      watchdog.stop();
    }
  };
}

async function readStream(
  open: () => ChatCompletionsModel,
  call: ModelCall,
  config: RunnableConfig,
  watchdog: Watchdog,
): Promise<{ whole: AIMessageChunk | null; error: unknown }> {
  let whole: AIMessageChunk | null = null;
  try {
    const options = {
      ...config,
      signal: watchdog.signal,
      ...(call.tools === undefined || call.tools.length === 0 ? {} : { tools: toOpenAiTools(call.tools) }),
      ...(call.schema === undefined ? {} : { response_format: toResponseFormat(call.schema) }),
    };
    for await (const chunk of await open().stream(call.messages, options)) {
      if (isToken(chunk)) watchdog.touch();
      whole = whole === null ? chunk : whole.concat(chunk);
    }
    return { whole, error: null };
  } catch (error) {
    return { whole, error };
  }
}

/** The first chunk often names only the role; it is not yet an answer. */
function isToken(chunk: AIMessageChunk): boolean {
  if (chunk.content.length > 0 || (chunk.tool_call_chunks?.length ?? 0) > 0) return true;
  return Object.keys(chunk.additional_kwargs).length > 0 || toFinishReason(chunk) !== null;
}

function isUsable(message: AIMessageChunk): boolean {
  return message.text.trim() !== "" || (message.tool_calls?.length ?? 0) > 0;
}

function toFinishReason(message: AIMessageChunk | null): string | null {
  const reason: unknown = message?.response_metadata["finish_reason"];
  return typeof reason === "string" ? reason : null;
}

function toLengthText(call: ModelCall): string {
  const limit = call.maxOutputTokens === undefined ? "its limit" : `${call.maxOutputTokens} tokens`;
  return `The answer was cut at ${limit} (max-output-tokens).`;
}

/** Nobody listened when there is no run whose id the chunks could have. */
function toMessage(whole: AIMessageChunk, model: string, newId: NewId): AIMessage {
  return new AIMessage({
    id: whole.id ?? `run-${newId()}`,
    content: whole.text,
    tool_calls: whole.tool_calls,
    invalid_tool_calls: whole.invalid_tool_calls,
    usage_metadata: whole.usage_metadata,
    response_metadata: { model_name: model, finish_reason: toFinishReason(whole) },
  });
}
