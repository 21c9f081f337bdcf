import { setTimeout as sleep } from "node:timers/promises";
import { AIMessage, ToolMessage, type BaseMessage } from "@langchain/core/messages";
import {
  addMessages,
  Annotation,
  END,
  interrupt,
  MessagesDeltaValue,
  MessagesValue,
  Send,
  START,
  StateGraph,
  StateSchema,
  type LangGraphRunnableConfig,
} from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph } from "../../../src/domain/ports.ts";

/** What the tools do with a call, by its name. */
async function useTool(name: string, id: string, config: LangGraphRunnableConfig): Promise<ToolMessage> {
  if (name === "slow") await sleep(60_000, undefined, config.signal ? { signal: config.signal } : {});
  if (name === "broken") throw new RangeError("The tool is broken");
  if (name === "careful") interrupt({ question: "May I?" });
  return new ToolMessage({ tool_call_id: id, name, content: `${name} done` });
}

/** Asks for the tools that the last message names, e.g. "call quick slow"; answers anything else. */
function think(messages: BaseMessage[]): AIMessage {
  const last = messages.at(-1)?.text ?? "";
  const id = `ai-${messages.length}`;
  if (!last.startsWith("call ")) return new AIMessage({ id, content: `heard ${messages.length}` });
  const names = last.split(" ").slice(1);
  const calls = names.map((name, index) => ({
    name,
    args: {},
    id: `${id}-${name}-${index}`,
    type: "tool_call" as const,
  }));
  return new AIMessage({ id, content: "", tool_calls: calls });
}

const toSends = (messages: BaseMessage[]): Send[] | typeof END => {
  const last = messages.at(-1);
  const calls = AIMessage.isInstance(last) ? (last.tool_calls ?? []) : [];
  return calls.length === 0 ? END : calls.map(({ name, id = "" }) => new Send("tools", { name, id }));
};

type Call = { name: string; id: string };

/** A model that calls tools, each in a task of its own; its messages in the usual channel, or in one that keeps deltas. */
export function buildToolUser(channel: "messages" | "deltas" = "messages"): AnyGraph {
  const State = new StateSchema({
    messages: channel === "deltas" ? MessagesDeltaValue : MessagesValue,
    topic: z.string().default(""),
  });
  return new StateGraph(State)
    .addNode("think", ({ messages }) => ({ messages: [think(messages)] }))
    .addNode("tools", async (call: unknown, config) => {
      const { name, id } = call as Call;
      return { messages: [await useTool(name, id, config)] };
    })
    .addEdge(START, "think")
    .addConditionalEdges("think", ({ messages }) => toSends(messages), ["tools", END])
    .addEdge("tools", "think")
    .compile();
}

/** The same with messages under another name and a reducer around the usual one. */
export function buildRenamed(): AnyGraph {
  const State = Annotation.Root({
    talk: Annotation<BaseMessage[]>({
      reducer: (left, right) => addMessages(left, right).slice(-50),
      default: () => [],
    }),
    notes: Annotation<BaseMessage[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  });
  return new StateGraph(State)
    .addNode("think", ({ talk }) => {
      const message = think(talk);
      return { talk: [message], notes: [message] };
    })
    .addNode("tools", async (call: unknown, config) => {
      const { name, id } = call as Call;
      return { talk: [await useTool(name, id, config)] };
    })
    .addEdge(START, "think")
    .addConditionalEdges("think", ({ talk }) => toSends(talk), ["tools", END])
    .addEdge("tools", "think")
    .compile();
}
