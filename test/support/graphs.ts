import { setTimeout as sleep } from "node:timers/promises";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { FakeListChatModel, FakeStreamingChatModel } from "@langchain/core/utils/testing";
import {
  END,
  interrupt,
  MessagesValue,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph, GraphCatalogue } from "../../src/domain/ports.ts";

/** A catalogue over graphs that are already compiled. */
export function toCatalogue(graphs: Record<string, AnyGraph>): GraphCatalogue {
  return {
    ids: () => Object.keys(graphs),
    has: (graphId) => graphId in graphs,
    describe: (graphId) => ({ description: `The ${graphId} graph` }),
    async open(graphId) {
      const graph = graphs[graphId];
      if (graph === undefined) throw new Error(`No graph ${graphId}`);
      return graph;
    },
  };
}

const Chat = new StateSchema({ messages: MessagesValue });

/** Answers with what it was told, token by token. */
export function buildEcho(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("reply", async (state) => {
      const heard = state.messages.at(-1)?.text ?? "";
      const model = new FakeListChatModel({ responses: [`You said: ${heard}`] });
      return { messages: [await model.invoke(state.messages)] };
    })
    .addEdge(START, "reply")
    .addEdge("reply", END)
    .compile();
}

/** Asks a question and answers with the answer. */
export function buildAsker(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("ask", () => {
      const answer: unknown = interrupt({ kind: "question", question: "Which city?" });
      return { messages: [new AIMessage(`City: ${String(answer)}`)] };
    })
    .addEdge(START, "ask")
    .addEdge("ask", END)
    .compile();
}

const Count = new StateSchema({
  steps: new ReducedValue(z.array(z.number()).default([]), {
    inputSchema: z.number(),
    reducer: (steps, step) => [...steps, step],
  }),
  pause_ms: z.number().default(0),
});

/** `length` steps in a row, each of which notes its number after a pause. */
export function buildSteps(length: number): AnyGraph {
  const graph = new StateGraph(Count).addNode(
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `step_${index}`,
        async (state: { pause_ms: number }, config: { signal?: AbortSignal }) => {
          if (state.pause_ms > 0)
            await sleep(state.pause_ms, undefined, config.signal ? { signal: config.signal } : {});
          return { steps: index };
        },
      ]),
    ),
  );
  graph.addEdge(START, "step_0");
  for (let index = 1; index < length; index++) graph.addEdge(`step_${index - 1}`, `step_${index}`);
  return graph.addEdge(`step_${length - 1}`, END).compile();
}

/** Streams `length` tokens, a few milliseconds apart. */
export function buildTokens(length: number, pauseMs = 5): AnyGraph {
  return new StateGraph(Chat)
    .addNode("write", async (state) => {
      const id = `answer-${state.messages.length}`;
      const chunks = Array.from({ length }, (_, index) => new AIMessageChunk({ id, content: `t${index} ` }));
      const model = new FakeStreamingChatModel({ chunks });
      let text = "";
      for await (const chunk of await model.stream(state.messages)) {
        text += chunk.text;
        if (pauseMs > 0) await sleep(pauseMs);
      }
      return { messages: [new AIMessage({ id, content: text })] };
    })
    .addEdge(START, "write")
    .addEdge("write", END)
    .compile();
}

/** Fails with the message it was given. */
export function buildFailing(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("fail", (state) => {
      throw new RangeError(`Cannot do: ${state.messages.at(-1)?.text ?? ""}`);
    })
    .addEdge(START, "fail")
    .compile();
}
