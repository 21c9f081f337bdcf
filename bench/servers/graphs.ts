import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { FakeStreamingChatModel } from "@langchain/core/utils/testing";
import {
  END,
  MessagesValue,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
  type BaseCheckpointSaver,
} from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph } from "../../src/domain/ports.ts";
import { WORKLOADS } from "../workloads.ts";

const Chat = new StateSchema({ messages: MessagesValue });
const Steps = new StateSchema({
  topic: z.string(),
  notes: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.string(),
    reducer: (notes, note) => [...notes, note],
  }),
});

type Options = { checkpointer?: BaseCheckpointSaver };

function buildOneNode(options: Options): AnyGraph {
  return new StateGraph(Chat)
    .addNode("reply", () => ({ messages: [new AIMessage("Kaju katli, besan laddu and soan papdi.")] }))
    .addEdge(START, "reply")
    .addEdge("reply", END)
    .compile(options);
}

function buildTenSteps(options: Options): AnyGraph {
  const names = Array.from({ length: 10 }, (_, index) => `step_${index}`);
  const graph = new StateGraph(Steps).addNode(
    Object.fromEntries(names.map((name) => [name, () => ({ notes: `${name} is done` })])),
  );
  for (const [index, name] of names.entries()) graph.addEdge(names[index - 1] ?? START, name);
  return graph.addEdge(names.at(-1) ?? START, END).compile(options);
}

/** A model that has its 200 tokens at hand: what is measured is the way of a token, not the waiting for it. */
function buildTokens(options: Options): AnyGraph {
  const chunks = Array.from({ length: 200 }, (_, index) => new AIMessageChunk({ content: `token${index} ` }));
  const model = new FakeStreamingChatModel({ chunks });
  return new StateGraph(Chat)
    .addNode("write", async (state) => ({ messages: [await model.invoke(state.messages)] }))
    .addEdge(START, "write")
    .addEdge("write", END)
    .compile(options);
}

/** Without a checkpointer the host hands one in with each run. */
export function buildGraphs(options: Options = {}): Record<string, AnyGraph> {
  const builders = { one_node: buildOneNode, ten_steps: buildTenSteps, tokens: buildTokens };
  return Object.fromEntries(WORKLOADS.map(({ graphId }) => [graphId, builders[graphId](options)]));
}
