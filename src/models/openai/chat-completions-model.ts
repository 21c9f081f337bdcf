import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseMessage } from "@langchain/core/messages";
import type { ChatGenerationChunk } from "@langchain/core/outputs";
import { ChatOpenAI } from "@langchain/openai";

/** ChatOpenAI that stays with Chat Completions, which every compatible server speaks, whatever the model's name. */
export class ChatCompletionsModel extends ChatOpenAI {
  protected override _useResponsesApi(): boolean {
    return false;
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const chunk of super._streamResponseChunks(messages, options, runManager)) {
      // Compatible servers repeat their completion ids, and in a thread two messages of one id replace each other:
      // without the provider's id a message gets that of its run.
      chunk.message._updateId(undefined);
      yield chunk;
    }
  }
}
