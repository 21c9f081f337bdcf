import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Completion, ModelCall, ModelGateway } from "../../src/models/model-call.ts";

export type ScriptedReply = string | { toolCalls: ToolCall[] } | { parsed: unknown } | Error;

export type ScriptedModels = ModelGateway & {
  /** The calls that came, in order. */
  calls: ModelCall[];
  /** Replies that nobody has asked for yet. */
  unused(): number;
};

/**
 * A provider that answers by a script (in order, or by the id of the skill), streams like a real one and fails on a
 * call that the script does not know.
 */
export function createScriptedModels(
  script: ScriptedReply[] | Record<string, ScriptedReply>,
  price = 1_000,
): ScriptedModels {
  const replies = Array.isArray(script) ? [...script] : [];
  const calls: ModelCall[] = [];

  async function complete(call: ModelCall, config: RunnableConfig): Promise<Completion> {
    calls.push(call);
    const reply = Array.isArray(script) ? replies.shift() : script[call.brief.skill.id];
    if (reply === undefined) throw new Error("the script has no reply for this call");
    if (reply instanceof Error) throw reply;
    const message = new AIMessage({
      id: `scripted-${calls.length}`,
      content: typeof reply === "string" ? reply : "",
      tool_calls: typeof reply === "object" && "toolCalls" in reply ? reply.toolCalls : [],
    });
    const tags = call.silent === true ? ["nostream"] : [];
    const stream = await new ScriptedChatModel(message).stream(call.messages, { ...config, tags });
    for await (const chunk of stream) void chunk;
    return {
      message,
      ...(typeof reply === "object" && "parsed" in reply && { parsed: reply.parsed }),
      usage: { tokens: { input: 10, output: 5 }, cost_microusd: 100, ms: 7, models: ["scripted"] },
      degraded: null,
      problem: null,
    };
  }

  return {
    calls,
    unused: () => replies.length,
    complete,
    describe: () => ({ provider: "openai", tiers: { nano: "scripted", mini: "scripted", full: "scripted" } }),
    estimate: () => price,
  };
}

class ScriptedChatModel extends BaseChatModel {
  private readonly reply: AIMessage;

  constructor(reply: AIMessage) {
    super({});
    this.reply = reply;
  }

  _llmType(): string {
    return "scripted";
  }

  async _generate(): Promise<ChatResult> {
    return { generations: [{ message: this.reply, text: this.reply.text }] };
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const text of this.reply.text.split(/(?<= )/)) {
      const message = new AIMessageChunk({
        ...(this.reply.id !== undefined && { id: this.reply.id }),
        content: text,
      });
      const chunk = new ChatGenerationChunk({ message, text });
      yield chunk;
      await runManager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}
