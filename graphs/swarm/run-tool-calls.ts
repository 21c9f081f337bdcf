import { ToolMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { tool as toRunnableTool } from "@langchain/core/tools";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { Passage } from "../../src/domain/answer.ts";
import type { Fact } from "../../src/domain/brief.ts";
import { EffectUnknownError, toEffects } from "../../src/domain/effects.ts";
import type { ToolResult } from "../../src/tools/registry.ts";
import type { ToolContext } from "../../src/tools/tool.ts";
import type { GraphDeps } from "../deps.ts";

const MAX_RESULT_CHARACTERS = 20_000;
const LIMIT_REACHED = "Not run: the limit of tool calls is reached. Answer with what is known.";

export type ToolTurn = { messages: ToolMessage[]; facts: Fact[]; passages: Passage[] };

type TurnInput = { calls: ToolCall[]; offered: string[]; callsLeft: number; context: ToolContext };

/**
 * Runs what a model asked for, side by side. What is not run is answered with the reason, because a model expects one
 * result for each call.
 */
export async function runToolCalls(
  tools: GraphDeps["tools"],
  { calls, offered, callsLeft, context }: TurnInput,
  config: LangGraphRunnableConfig,
): Promise<ToolTurn> {
  const turns = await Promise.all(
    calls.map(async (call, index) => {
      if (index >= callsLeft) return toTurn(call, LIMIT_REACHED, "error");
      // A model may name a tool that its skill does not have.
      if (!offered.includes(call.name)) return toTurn(call, `There is no tool "${call.name}" here.`, "error");
      return runToolCall(tools, call, context, config);
    }),
  );
  return {
    messages: turns.flatMap((turn) => turn.messages),
    facts: turns.flatMap((turn) => turn.facts),
    passages: turns.flatMap((turn) => turn.passages),
  };
}

async function runToolCall(
  tools: GraphDeps["tools"],
  call: ToolCall,
  context: ToolContext,
  config: LangGraphRunnableConfig,
): Promise<ToolTurn> {
  let turn = toTurn(call, "The tool gave no result.", "error");
  // LangChain's own wrapper makes the call visible in the `tools` stream mode; our registry checks the input.
  const runnable = toRunnableTool(
    async (input: unknown) => {
      turn = await callTool(tools, { ...call, args: isArguments(input) ? input : {} }, context, config);
      return turn.messages[0];
    },
    { name: call.name, description: call.name, schema: { type: "object" } },
  );
  try {
    await runnable.invoke({ ...call, type: "tool_call" }, { ...config, runName: call.name });
    return turn;
  } catch (error) {
    // The time of the skill may end a tool; only a cancelled run ends the step as well.
    if (config.signal?.aborted === true) throw error;
    return toTurn(call, "The tool did not answer in time. Go on without it.", "error");
  }
}

async function callTool(
  tools: GraphDeps["tools"],
  call: ToolCall,
  context: ToolContext,
  config: LangGraphRunnableConfig,
): Promise<ToolTurn> {
  const { name, args } = call;
  const isEffect = tools.get(name)?.effect === "external";
  const result = await (isEffect ? actOnce(tools, call, context, config) : tools.call(context, name, args));
  if (!result.ok) return toTurn(call, result.error, "error");
  const { facts, passages } = result;
  return { ...toTurn(call, JSON.stringify(result.output), "success"), facts, passages };
}

/** A tool that acts outside acts once, also when the step is run again and the model asks for the same. */
async function actOnce(
  tools: GraphDeps["tools"],
  { name, args }: ToolCall,
  context: ToolContext,
  config: LangGraphRunnableConfig,
): Promise<ToolResult> {
  let refusal: ToolResult | undefined;
  try {
    return await toEffects(config).once(config, { name, input: args }, async ({ idempotencyKey }) => {
      const result = await tools.call({ ...context, idempotencyKey }, name, args);
      if (result.ok) return result;
      refusal = result;
      throw new Error(result.error);
    });
  } catch (error) {
    // What a tool says it did not do is not noted as done.
    if (refusal !== undefined) return refusal;
    if (error instanceof EffectUnknownError)
      return { ok: false, error: `${error.message}. Do not repeat it.` };
    throw error;
  }
}

function isArguments(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null;
}

function toTurn(call: ToolCall, content: string, status: "success" | "error"): ToolTurn {
  const message = new ToolMessage({
    tool_call_id: call.id ?? call.name,
    name: call.name,
    content: content.slice(0, MAX_RESULT_CHARACTERS),
    status,
  });
  return { messages: [message], facts: [], passages: [] };
}
