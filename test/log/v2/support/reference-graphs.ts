import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { FakeListChatModel, FakeStreamingChatModel } from "@langchain/core/utils/testing";
import {
  END,
  getWriter,
  interrupt,
  MessagesValue,
  ReducedValue,
  Send,
  START,
  StateGraph,
  StateSchema,
  type BaseCheckpointSaver,
} from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";

const Chat = new StateSchema({ messages: MessagesValue });

/** Graphs as LangGraph's own producer of events is to see them too: with a checkpointer bound. */
export type BuildGraph = (checkpointer?: BaseCheckpointSaver) => ReturnType<typeof toCompiled>;

function toCompiled(checkpointer: BaseCheckpointSaver | undefined) {
  return buildSpeaker("sub").compile({ ...(checkpointer === undefined ? {} : { checkpointer }) });
}

function buildSpeaker(text: string) {
  return new StateGraph(Chat)
    .addNode("speak", async (state) => {
      const model = new FakeListChatModel({ responses: [text] });
      return { messages: [await model.invoke(state.messages)] };
    })
    .addEdge(START, "speak")
    .addEdge("speak", END);
}

const compile = <Graph extends { compile(options: object): unknown }>(graph: Graph) =>
  ((checkpointer) => graph.compile(checkpointer === undefined ? {} : { checkpointer })) as BuildGraph;

/** One node that answers token by token. */
export const speaking = compile(buildSpeaker("Namaste"));

/** A graph inside the graph, and a node that writes nothing. */
export const nested = compile(
  new StateGraph(Chat)
    .addNode("inner", buildSpeaker("hello").compile())
    .addNode("after", () => ({}))
    .addEdge(START, "inner")
    .addEdge("inner", "after")
    .addEdge("after", END),
);

/** Two graphs inside the graph, two levels deep. */
export const deep = compile(
  new StateGraph(Chat)
    .addNode(
      "outer",
      new StateGraph(Chat)
        .addNode("inner", buildSpeaker("deep").compile())
        .addEdge(START, "inner")
        .addEdge("inner", END)
        .compile(),
    )
    .addEdge(START, "outer")
    .addEdge("outer", END),
);

const Fan = new StateSchema({
  done: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.string(),
    reducer: (done, one) => [...done, one],
  }),
});
const worker = new StateGraph(new StateSchema({ name: z.string(), done: z.string().optional() }))
  .addNode("work", (state) => ({ done: state.name }))
  .addEdge(START, "work")
  .addEdge("work", END)
  .compile();

/** The same graph three times, one after the other in one step. */
export const fannedOut = compile(
  new StateGraph(Fan)
    .addNode("worker", async (state: unknown) => {
      const { name } = state as { name: string };
      const { done } = await worker.invoke({ name });
      return { done: done ?? "" };
    })
    .addConditionalEdges(START, () => ["a", "b", "c"].map((name) => new Send("worker", { name })), ["worker"])
    .addEdge("worker", END),
);

/** What a graph says by itself, with a name and without. */
export const telling = compile(
  new StateGraph(Fan)
    .addNode("tell", () => {
      getWriter()?.({ half: 1 });
      getWriter()?.({ name: "progress", payload: { done: 2 } });
      getWriter()?.("text");
      return { done: "told" };
    })
    .addEdge(START, "tell")
    .addEdge("tell", END),
);

const weather = tool(({ city }: { city: string }) => `Sunny in ${city}`, {
  name: "weather",
  description: "The weather of a city",
  schema: z.object({ city: z.string() }),
});

/** Calls a tool, in pieces, and answers with what it said. */
export const calling = compile(
  new StateGraph(Chat)
    .addNode("model", async (state) => {
      const isAsked = state.messages.at(-1)?.getType() === "tool";
      const chunks = isAsked
        ? [new AIMessageChunk({ content: "It is sunny" })]
        : [
            new AIMessageChunk({
              content: "",
              tool_call_chunks: [{ index: 0, id: "call-1", name: "weather", args: "" }],
            }),
            new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, args: '{"city":' }] }),
            new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, args: '"Pune"}' }] }),
          ];
      const model = new PieceModel(chunks);
      return { messages: [await model.invoke(state.messages)] };
    })
    .addNode("tools", new ToolNode([weather]))
    .addEdge(START, "model")
    .addConditionalEdges("model", (state) => {
      const last = state.messages.at(-1);
      return last instanceof AIMessage && (last.tool_calls?.length ?? 0) > 0 ? "tools" : END;
    })
    .addEdge("tools", "model"),
);

/** Asks inside a graph inside the graph. */
export const asking = compile(
  new StateGraph(Chat)
    .addNode(
      "inner",
      new StateGraph(Chat)
        .addNode("ask", () => ({ messages: [new AIMessage(`City: ${String(interrupt("Which city?"))}`)] }))
        .addEdge(START, "ask")
        .addEdge("ask", END)
        .compile(),
    )
    .addEdge(START, "inner")
    .addEdge("inner", END),
);

type Streams = FakeStreamingChatModel["_streamResponseChunks"];

/** Streams exactly these pieces. */
class PieceModel extends FakeStreamingChatModel {
  readonly #pieces: readonly AIMessageChunk[];

  constructor(pieces: readonly AIMessageChunk[]) {
    super({});
    this.#pieces = pieces;
  }

  override async *_streamResponseChunks(...[, , runManager]: Parameters<Streams>) {
    for (const message of this.#pieces) {
      const chunk = new ChatGenerationChunk({ message, text: message.text });
      yield chunk;
      await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
    }
  }
}
