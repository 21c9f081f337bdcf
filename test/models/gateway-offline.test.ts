import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { call, openGateway } from "./gateway-setup.ts";

const gateway = openGateway(null, { openaiApiKey: null, tiers: {} });

test("without a key the offline model answers, free and not degraded", async () => {
  const completion = await gateway.complete(call(), {});
  expect(completion).toMatchObject({
    degraded: null,
    problem: null,
    usage: { cost_microusd: 0, models: ["offline"] },
  });
  expect(completion.usage.tokens.output).toBeGreaterThan(0);
  expect(completion.message.text).toContain("filter coffee in Mysuru");
  expect(completion.message.text).toContain("No language model is configured");
});

test("describes itself and estimates nothing", () => {
  expect(gateway.describe()).toEqual({
    provider: "offline",
    tiers: { nano: "offline", mini: "offline", full: "offline" },
  });
  expect(gateway.estimate("full", { input: 1_000_000, output: 1_000_000 })).toBe(0);
});

test("calls a useful tool once, then answers", async () => {
  const tools = [
    {
      name: "knowledge-search",
      description: "Searches",
      schema: { properties: { query: { type: "string" } }, required: ["query"] },
    },
  ];
  const first = await gateway.complete(call({ tools }), {});
  const [toolCall] = first.message.tool_calls ?? [];
  expect(toolCall).toMatchObject({
    name: "knowledge-search",
    args: { query: "Write a line about filter coffee in Mysuru" },
  });
  expect(first.message.text).toBe("");
  const result = new ToolMessage({
    content: "[]",
    tool_call_id: toolCall?.id ?? "",
    name: "knowledge-search",
  });
  const messages = [new HumanMessage("hello"), first.message, result];
  const second = await gateway.complete(call({ tools, messages }), {});
  expect(second.message).toBeInstanceOf(AIMessage);
  expect(second.message.tool_calls ?? []).toEqual([]);
  expect(second.message.text).toContain("## Answer");
});

test("the same brief gives the same answer, another one another", async () => {
  const first = await gateway.complete(call(), {});
  const again = await gateway.complete(call(), {});
  const { brief } = call();
  const other = await gateway.complete(
    call({ brief: { ...brief, request: "Write a line about chai in Pune" } }),
    {},
  );
  expect(again.message.text).toBe(first.message.text);
  expect(other.message.text).not.toBe(first.message.text);
});
