import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { END, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue });

/** Text that no compression makes much of, always the same: `seed` tells it apart. */
export function toProse(seed: number, length: number): string {
  let state = seed * 2_654_435_761 + 1;
  const words: string[] = [];
  for (let size = 0; size < length; size += 8) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    words.push(state.toString(36).padStart(7, "0"));
  }
  return words.join(" ").slice(0, length);
}

const ANSWER_LENGTH = 800;

/** One node that answers. */
function buildChat(): AnyGraph {
  return new StateGraph(Chat)
    .addNode("reply", ({ messages }) => ({
      messages: [new AIMessage(toProse(messages.length, ANSWER_LENGTH))],
    }))
    .addEdge(START, "reply")
    .addEdge("reply", END)
    .compile();
}

/** The agent is a graph of its own, which is given the conversation and hands it back, with two messages more. */
function buildSubgraph(): AnyGraph {
  const agent = new StateGraph(Chat)
    .addNode("think", ({ messages }) => ({
      messages: [new AIMessage(toProse(messages.length, ANSWER_LENGTH / 2))],
    }))
    .addNode("answer", ({ messages }) => ({
      messages: [new AIMessage(toProse(messages.length, ANSWER_LENGTH / 2))],
    }))
    .addEdge(START, "think")
    .addEdge("think", "answer")
    .addEdge("answer", END)
    .compile();
  return new StateGraph(Chat).addNode("agent", agent).addEdge(START, "agent").addEdge("agent", END).compile();
}

/** By the id of the graph. */
export const CONVERSATIONS: Record<string, { title: string; graph: AnyGraph }> = {
  chat: { title: "A graph of one node", graph: buildChat() },
  subgraph: {
    title: "An agent as a subgraph, which hands the whole conversation back",
    graph: buildSubgraph(),
  },
};

export function toQuestion(turn: number): HumanMessage {
  return new HumanMessage({ id: `question-${turn}`, content: toProse(-turn, 120) });
}
