import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ModelGateway } from "../../src/models/model-call.ts";
import { createOpenAiStandIn, type OpenAiStandIn } from "../support/openai-stand-in.ts";
import { call, openGateway } from "./gateway-setup.ts";

let provider: OpenAiStandIn;

beforeEach(async () => {
  provider = await createOpenAiStandIn();
});

afterEach(async () => {
  provider.verify();
  await provider.close();
});

/** A graph of one node that asks the gateway and keeps its message. */
function buildGraph(gateway: ModelGateway, silent: boolean, keeps = true) {
  return new StateGraph(MessagesAnnotation)
    .addNode("act", async (_state, config) => {
      const { message } = await gateway.complete(call({ silent }), config);
      return { messages: keeps ? [message] : [] };
    })
    .addEdge(START, "act")
    .compile();
}

async function streamMessages(gateway: ModelGateway, silent = false, keeps = true): Promise<BaseMessage[]> {
  const input = { messages: [new HumanMessage("hello")] };
  const stream = await buildGraph(gateway, silent, keeps).stream(input, { streamMode: "messages" });
  const messages: BaseMessage[] = [];
  for await (const [message] of stream) messages.push(message);
  return messages;
}

describe("tokens of a call inside a graph", () => {
  test("of the provider reach the messages stream under the id of the final message", async () => {
    provider.script({ kind: "text", pieces: ["Strong ", "and ", "slow."] });
    const messages = await streamMessages(openGateway(provider.url));
    expect(messages.map(({ text }) => text).join("")).toBe("Strong and slow.");
    expect(messages.filter(({ text }) => text !== "")).toHaveLength(3);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  });

  test("of the offline model reach it too, in small pieces", async () => {
    const gateway = openGateway(null, { openaiApiKey: null });
    const messages = await streamMessages(gateway);
    const text = messages.map((message) => message.text).join("");
    expect(text).toMatch(/^## Answer\n/);
    expect(text).toContain("## Note");
    expect(messages.length).toBeGreaterThan(10);
    expect(Math.max(...messages.map((message) => message.text.length))).toBeLessThan(80);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  });

  test("of a silent call do not", async () => {
    provider.script({ kind: "text", pieces: ["Strong."] });
    expect(await streamMessages(openGateway(provider.url), true, false)).toEqual([]);
    expect(await streamMessages(openGateway(null, { openaiApiKey: null }), true, false)).toEqual([]);
  });

  test("of an answer that failed half-way come before those of the offline answer, as another message", async () => {
    provider.script({ kind: "unfinished", pieces: ["Stro"] });
    const messages = await streamMessages(openGateway(provider.url));
    const ids = [...new Set(messages.map(({ id }) => id))];
    expect(ids).toHaveLength(2);
    expect(messages[0]?.id).toBe(ids[0]);
    const offline = messages.filter(({ id }) => id === ids[1]).map(({ text }) => text);
    expect(offline.join("")).toContain("was cut");
  });

  test("the graph keeps one whole message", async () => {
    provider.script({ kind: "text", pieces: ["Strong."] });
    const state = await buildGraph(openGateway(provider.url), false).invoke({
      messages: [new HumanMessage("hello")],
    });
    expect(state.messages).toHaveLength(2);
    expect(state.messages[1]).toBeInstanceOf(AIMessage);
    expect(state.messages[1]?.text).toBe("Strong.");
  });
});
