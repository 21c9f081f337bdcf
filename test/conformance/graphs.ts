import { AIMessage } from "@langchain/core/messages";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { tool } from "@langchain/core/tools";
import {
  END,
  interrupt,
  type LangGraphRunnableConfig,
  MessagesValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { AnyGraph } from "../../src/domain/ports.ts";

const Chat = new StateSchema({ messages: MessagesValue, note: z.string().default("") });

async function speak(text: string): Promise<object> {
  return { messages: [await new FakeListChatModel({ responses: [text] }).invoke("go")] };
}

/** A graph whose second node is a graph that speaks, reports and asks. */
export function buildNested(): AnyGraph {
  const inner = new StateGraph(Chat)
    .addNode("think", (_: unknown, config: LangGraphRunnableConfig) => {
      config.writer?.({ type: "progress", done: 1 });
      return speak("inside");
    })
    .addNode("confirm", () => ({ note: `confirmed by ${String(interrupt({ question: "Sure?" }))}` }))
    .addEdge(START, "think")
    .addEdge("think", "confirm")
    .addEdge("confirm", END)
    .compile();
  return new StateGraph(Chat)
    .addNode("greet", () => speak("outside"))
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
    .addNode(
      "show",
      (_: unknown, { configurable = {}, context, metadata, tags }: LangGraphRunnableConfig) => {
        const shown = Object.entries(configurable).filter(([key]) => !key.startsWith("__"));
        return { seen: { configurable: Object.fromEntries(shown), context, metadata, tags } };
      },
    )
    .addEdge(START, "show")
    .addEdge("show", END)
    .compile();
}

/** Calls a tool that reports while it works, and says what the tool said. */
export function buildToolUser(): AnyGraph {
  const weather = tool(({ city }) => `Sunny in ${city}`, {
    name: "weather",
    description: "The weather of a city",
    schema: z.object({ city: z.string() }),
  });
  return new StateGraph(Chat)
    .addNode("plan", () => ({
      messages: [
        new AIMessage({
          id: "plan",
          content: "",
          tool_calls: [{ id: "call-1", name: "weather", args: { city: "Pune" } }],
        }),
      ],
    }))
    .addNode("tools", new ToolNode([weather]))
    .addNode("tell", (state) => speak(state.messages.at(-1)?.text ?? ""))
    .addEdge(START, "plan")
    .addEdge("plan", "tools")
    .addEdge("tools", "tell")
    .addEdge("tell", END)
    .compile();
}
