import { AIMessage } from "@langchain/core/messages";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import {
  END,
  interrupt,
  type LangGraphRunnableConfig,
  MessagesValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { z } from "zod";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue });
const Counted = new StateSchema({ messages: MessagesValue, usage: z.unknown() });

/** A graph inside writes drafts; what is released at the end says which one, and what it has cost. */
export function buildDrafts(): AnyGraph {
  const writer = new StateGraph(Chat)
    .addNode("write", async (_state, config: LangGraphRunnableConfig) => {
      const model = new FakeListChatModel({ responses: ["first draft", "second draft"] });
      await model.invoke("go");
      await model.invoke("again");
      config.writer?.({ type: "progress", percent_complete: 50, current_step: "Wrote a draft" });
      return {};
    })
    .addEdge(START, "write")
    .compile();
  return new StateGraph(Counted)
    .addNode("writer", writer)
    .addNode("release", () => ({
      messages: [new AIMessage("Released: second draft")],
      usage: { tokens: { input: 7, output: 5 } },
    }))
    .addEdge(START, "writer")
    .addEdge("writer", "release")
    .addEdge("release", END)
    .compile();
}

/** Asks for consent in the form of the human-in-the-loop middleware, and says what it heard. */
export function buildAgreement(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("ask", () => {
      const heard: unknown = interrupt({
        actionRequests: [{ name: "launch", args: {}, description: "Spends 5 lakh" }],
        reviewConfigs: [{ actionName: "launch", allowedDecisions: ["approve", "reject"] }],
      });
      return { messages: [new AIMessage(JSON.stringify(heard))] };
    })
    .addEdge(START, "ask")
    .compile();
}

/** One question after the other. */
export function buildTwoQuestions(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("ask", () => {
      const city: unknown = interrupt({ kind: "question", question: "Which city?", missing: [] });
      const month: unknown = interrupt({ kind: "question", question: "Which month?", missing: [] });
      return { messages: [new AIMessage(`${String(city)} in ${String(month)}`)] };
    })
    .addEdge(START, "ask")
    .compile();
}
