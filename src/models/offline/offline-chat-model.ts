import { setImmediate as nextTurn } from "node:timers/promises";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import { AIMessageChunk, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { Brief } from "../../domain/brief.ts";
import type { Clock } from "../../domain/clock.ts";
import type { NewId } from "../../domain/ids.ts";
import { countMessageTokens, countTokens } from "../count-tokens.ts";
import type { ModelTool } from "../model-call.ts";
import { chooseToolCalls } from "./choose-tool-calls.ts";
import { composeAnswer } from "./compose-answer.ts";
import type { OfflineReason } from "./note.ts";

export const OFFLINE_MODEL = "offline";

export type OfflineCallOptions = BaseChatModelCallOptions & {
  /** What to answer from; without it the last human message is the request and there is nothing else. */
  brief?: Brief;
  tools?: ModelTool[];
  reason?: OfflineReason;
};

type OfflineChatModelFields = { clock: Clock; newId: NewId };

const WORDS_PER_CHUNK = 3;
const CHUNKS_PER_TURN = 8;

/** A chat model without a language model: composes its answer from a brief by rules, and streams it. */
export class OfflineChatModel extends BaseChatModel<OfflineCallOptions> {
  readonly #clock: Clock;
  readonly #newId: NewId;

  constructor({ clock, newId }: OfflineChatModelFields) {
    super({});
    this.#clock = clock;
    this.#newId = newId;
  }

  static override lc_name(): string {
    return "OfflineChatModel";
  }

  override _llmType(): string {
    return OFFLINE_MODEL;
  }

  /** The brief is large and is in the messages already. */
  protected override _getCallOptionsForTracing(
    options: this["ParsedCallOptions"],
  ): this["ParsedCallOptions"] {
    return { ...options, brief: undefined };
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, runManager)) {
      whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return { generations: whole === undefined ? [] : [whole] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const brief = options.brief ?? toPlainBrief(messages);
    const calls = chooseToolCalls(brief, options.tools ?? [], messages);
    const text =
      calls.length > 0 ? "" : composeAnswer(brief, options.reason ?? { problem: null }, this.#clock.now());
    const pieces = text === "" ? [] : toPieces(text);
    for (const [index, content] of pieces.entries()) {
      if (index % CHUNKS_PER_TURN === 0) await nextTurn();
      options.signal?.throwIfAborted();
      yield await emit(new AIMessageChunk({ content }), content, runManager);
    }
    const input_tokens = countMessageTokens(messages);
    const output_tokens = countTokens(text);
    const last = new AIMessageChunk({
      content: "",
      tool_call_chunks: calls.map(({ name, args }, index) => {
        return {
          type: "tool_call_chunk",
          index,
          name,
          args: JSON.stringify(args),
          id: `call_${this.#newId()}`,
        };
      }),
      usage_metadata: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens },
      response_metadata: {
        model_name: OFFLINE_MODEL,
        finish_reason: calls.length > 0 ? "tool_calls" : "stop",
      },
    });
    options.signal?.throwIfAborted();
    yield await emit(last, "", runManager);
  }
}

/** Reports a chunk to the callbacks, which is how LangGraph's `messages` mode hears of it. */
async function emit(
  message: AIMessageChunk,
  text: string,
  runManager: CallbackManagerForLLMRun | undefined,
): Promise<ChatGenerationChunk> {
  const chunk = new ChatGenerationChunk({ message, text });
  await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
  return chunk;
}

function toPieces(text: string): string[] {
  const words = text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? [text];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += WORDS_PER_CHUNK)
    pieces.push(words.slice(at, at + WORDS_PER_CHUNK).join(""));
  return pieces;
}

function toPlainBrief(messages: readonly BaseMessage[]): Brief {
  const request = messages.findLast((message) => HumanMessage.isInstance(message))?.text ?? "";
  const skill = { id: "", title: "", role: "", sections: [], output: [], checks: [] };
  return { request, language: "en", skill, inputs: {}, facts: [], passages: [], issues: [] };
}
