import { END, interrupt, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { z } from "zod";
import type { AnyGraph } from "../../../src/domain/ports.ts";

const Notes = new StateSchema({ messages: MessagesValue, note: z.string().default("") });

/** A graph whose second node is a graph that speaks and then asks. */
export function buildNested(): AnyGraph {
  const inner = new StateGraph(Notes)
    .addNode("think", async () => ({
      messages: [await new FakeListChatModel({ responses: ["abc"] }).invoke("x")],
      note: "thought",
    }))
    .addNode("confirm", () => ({ note: `confirmed by ${String(interrupt({ question: "Sure?" }))}` }))
    .addEdge(START, "think")
    .addEdge("think", "confirm")
    .addEdge("confirm", END)
    .compile();
  return new StateGraph(Notes)
    .addNode("greet", async () => ({
      messages: [await new FakeListChatModel({ responses: ["hi"] }).invoke("x")],
    }))
    .addNode("sub", inner)
    .addEdge(START, "greet")
    .addEdge("greet", "sub")
    .addEdge("sub", END)
    .compile();
}

const Seen = new StateSchema({ seen: z.record(z.string(), z.unknown()).default({}) });

/** Shows what a node gets to see of its configuration. */
export function buildMirror(): AnyGraph {
  return new StateGraph(Seen)
    .addNode("show", (_: unknown, config: LangGraphRunnableConfig) => {
      const { configurable = {}, context, metadata, tags, recursionLimit } = config;
      const shown = Object.entries(configurable).filter(([key]) => !key.startsWith("__"));
      return { seen: { configurable: Object.fromEntries(shown), context, metadata, tags, recursionLimit } };
    })
    .addEdge(START, "show")
    .addEdge("show", END)
    .compile();
}
