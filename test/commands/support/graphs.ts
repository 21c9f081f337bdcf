import { setTimeout as sleep } from "node:timers/promises";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { FakeListChatModel, FakeStreamingChatModel } from "@langchain/core/utils/testing";
import {
  END,
  getWriter,
  interrupt,
  MessagesValue,
  ReducedValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { AnyGraph } from "../../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue });

/** A graph inside the graph, which answers token by token and keeps something to itself. */
export function buildTeam(): AnyGraph {
  const Inner = new StateSchema({ messages: MessagesValue, secret: z.string().default("") });
  const inner = new StateGraph(Inner)
    .addNode("speak", async (state) => {
      const model = new FakeListChatModel({ responses: ["From the team"] });
      return { messages: [await model.invoke(state.messages)], secret: "of the team" };
    })
    .addEdge(START, "speak")
    .addEdge("speak", END)
    .compile();
  return new StateGraph(Chat).addNode("inner", inner).addEdge(START, "inner").addEdge("inner", END).compile();
}

const Answers = new StateSchema({
  answers: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.string(),
    reducer: (answers, answer) => [...answers, answer],
  }),
  note: z.string().default(""),
});

/** Asks two people at once. */
export function buildPanel(): AnyGraph {
  const ask = (who: string) => () => ({ answers: String(interrupt({ ask: who })) });
  return new StateGraph(Answers)
    .addNode("asha", ask("asha"))
    .addNode("ravi", ask("ravi"))
    .addEdge(START, "asha")
    .addEdge(START, "ravi")
    .addEdge("asha", END)
    .addEdge("ravi", END)
    .compile();
}

const Fan = new StateSchema({
  done: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.string(),
    reducer: (done, one) => [...done, one],
  }),
});

/** Says two things by itself, one of them under a name. */
export function buildTeller(): AnyGraph {
  return new StateGraph(Fan)
    .addNode("tell", () => {
      const write = getWriter();
      write?.({ half: 1 });
      write?.({ name: "progress", payload: { done: 2 } });
      return { done: "told" };
    })
    .addEdge(START, "tell")
    .addEdge("tell", END)
    .compile();
}

const weather = tool(({ city }: { city: string }) => `Sunny in ${city}`, {
  name: "weather",
  description: "The weather of a city",
  schema: z.object({ city: z.string() }),
});

/** Calls a tool and answers with what it said. */
export function buildCaller(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("model", (state) => {
      const last = state.messages.at(-1);
      if (last?.getType() === "tool") return { messages: [new AIMessage(`It said: ${last.text}`)] };
      const tool_calls = [{ id: "call-1", name: "weather", args: { city: "Pune" } }];
      return { messages: [new AIMessage({ content: "", tool_calls })] };
    })
    .addNode("tools", new ToolNode([weather]))
    .addEdge(START, "model")
    .addConditionalEdges("model", (state) => (state.messages.length < 3 ? "tools" : END))
    .addEdge("tools", "model")
    .compile();
}

/** Types `length` pieces, some milliseconds apart. */
export function buildTyping(length: number): AnyGraph {
  return new StateGraph(Chat)
    .addNode("type", async (state) => {
      const chunks = Array.from({ length }, (_, index) => new AIMessageChunk({ content: `t${index} ` }));
      const model = new FakeStreamingChatModel({ chunks });
      let whole: AIMessageChunk | undefined;
      for await (const chunk of await model.stream(state.messages)) {
        whole = whole === undefined ? chunk : whole.concat(chunk);
        await sleep(10);
      }
      return { messages: whole === undefined ? [] : [whole] };
    })
    .addEdge(START, "type")
    .addEdge("type", END)
    .compile();
}
