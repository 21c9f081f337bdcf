import { AIMessage, type ToolCall } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { END, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue });

/**
 * Notes that it begins, then asks a model at the address. With "call: <url>" as input it calls a tool instead, which
 * fetches the URL.
 */
export function buildThinker(modelUrl: string): AnyGraph {
  const model = new ChatOpenAI({
    model: "thinker",
    apiKey: "none",
    maxRetries: 0,
    streaming: true,
    configuration: { baseURL: modelUrl },
  });
  const fetchPage = tool(
    async ({ url }, { signal }) => (await fetch(url, signal === undefined ? {} : { signal })).text(),
    { name: "fetch_page", description: "Fetches a page", schema: z.object({ url: z.string() }) },
  );
  const toCall = (text: string): ToolCall[] =>
    text.startsWith("call: ") ? [{ name: "fetch_page", id: "call-1", args: { url: text.slice(6) } }] : [];
  return new StateGraph(Chat)
    .addNode("begin", (state) => {
      const calls = toCall(state.messages.at(-1)?.text ?? "");
      return { messages: [new AIMessage({ id: "begun", content: "begun", tool_calls: calls })] };
    })
    .addNode("think", async (state) => ({ messages: [await model.invoke(state.messages)] }))
    .addNode("tools", new ToolNode([fetchPage]))
    .addEdge(START, "begin")
    .addConditionalEdges("begin", ({ messages }) => {
      const last = messages.at(-1);
      return AIMessage.isInstance(last) && (last.tool_calls?.length ?? 0) > 0 ? "tools" : "think";
    })
    .addEdge("tools", END)
    .addEdge("think", END)
    .compile();
}
