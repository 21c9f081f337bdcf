import { AIMessage } from "@langchain/core/messages";
import { interrupt, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue });

/** Two nodes side by side, each of which asks. */
export function buildTwoAskers(): AnyGraph {
  const ask = (side: string) => () => {
    const answer: unknown = interrupt(`${side}?`);
    return { messages: [new AIMessage(String(answer))] };
  };
  return new StateGraph(Chat)
    .addNode("left", ask("left"))
    .addNode("right", ask("right"))
    .addEdge(START, "left")
    .addEdge(START, "right")
    .compile();
}
