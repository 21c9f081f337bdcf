import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOpenAiStandIn, type OpenAiStandIn } from "../support/openai-stand-in.ts";
import { call, clock, KEY, openGateway } from "./gateway-setup.ts";

let provider: OpenAiStandIn;

beforeEach(async () => {
  provider = await createOpenAiStandIn();
});

afterEach(async () => {
  await provider.close();
});

const SCHEMA = {
  type: "object",
  properties: { line: { type: "string" } },
  required: ["line"],
  additionalProperties: false,
};

describe("a model over Chat Completions", () => {
  test("answers with its text, its usage and its price", async () => {
    const usage = { prompt_tokens: 1_000, completion_tokens: 200, cached_tokens: 400 };
    provider.script({ kind: "text", pieces: ["Strong ", "and ", "slow."], usage });
    const completion = await openGateway(provider.url).complete(
      call({ temperature: 0.3, maxOutputTokens: 500 }),
      {},
    );
    expect(completion.message).toBeInstanceOf(AIMessage);
    expect(completion.message.text).toBe("Strong and slow.");
    expect(completion.usage).toEqual({
      tokens: { input: 1_000, output: 200 },
      // 600 x 0.75 + 400 x 0.075 + 200 x 4.50 micro-dollars
      cost_microusd: 1_380,
      ms: 0,
      models: ["gpt-5.4-mini"],
    });
    expect(completion).toMatchObject({ degraded: null, problem: null });
    const [request] = provider.requests;
    expect(request?.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body).toMatchObject({
      model: "gpt-5.4-mini",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.3,
      max_completion_tokens: 500,
      reasoning_effort: "none",
    });
    provider.verify();
  });

  test("two answers of one server never share an id", async () => {
    provider.script({ kind: "text", pieces: ["one"] }, { kind: "text", pieces: ["two"] });
    const gateway = openGateway(provider.url);
    const first = await gateway.complete(call(), {});
    const second = await gateway.complete(call(), {});
    expect(first.message.id).toBeTruthy();
    expect(first.message.id).not.toBe(second.message.id);
  });

  test("calls tools and goes on with their results", async () => {
    const tools = [
      {
        name: "knowledge-search",
        description: "Searches",
        schema: { type: "object", properties: { query: { type: "string" } } },
      },
    ];
    provider.script(
      { kind: "tool-calls", calls: [{ name: "knowledge-search", args: { query: "filter coffee" } }] },
      { kind: "text", pieces: ["Found it."] },
    );
    const gateway = openGateway(provider.url);
    const first = await gateway.complete(call({ tools }), {});
    expect(first.message.tool_calls).toMatchObject([
      { name: "knowledge-search", args: { query: "filter coffee" }, id: "call_1" },
    ]);
    const result = new ToolMessage({ content: "Nothing", tool_call_id: "call_1", name: "knowledge-search" });
    const messages = [new HumanMessage("Search"), first.message, result];
    const second = await gateway.complete(call({ tools, messages }), {});
    expect(second.message.text).toBe("Found it.");
    expect(provider.requests[1]?.body["messages"]).toMatchObject([
      { role: "user" },
      { role: "assistant", tool_calls: [{ id: "call_1", function: { name: "knowledge-search" } }] },
      { role: "tool", tool_call_id: "call_1", content: "Nothing" },
    ]);
    provider.verify();
  });

  test("asks for JSON of a schema and reads it", async () => {
    provider.script({ kind: "text", pieces: ['{"line":', '"Strong."}'] });
    const completion = await openGateway(provider.url).complete(call({ schema: SCHEMA }), {});
    expect(completion.parsed).toEqual({ line: "Strong." });
    expect(provider.requests[0]?.body["response_format"]).toEqual({
      type: "json_schema",
      json_schema: { name: "answer", schema: SCHEMA, strict: true },
    });
  });

  test("says so when the answer is no JSON or was cut at its limit", async () => {
    provider.script(
      { kind: "text", pieces: ["Strong."] },
      { kind: "text", pieces: ["Stro"], finish: "length" },
    );
    const gateway = openGateway(provider.url);
    const loose = await gateway.complete(call({ schema: SCHEMA }), {});
    expect(loose.parsed).toBeUndefined();
    expect(loose.problem).toContain("JSON");
    const short = await gateway.complete(call({ maxOutputTokens: 12 }), {});
    expect(short).toMatchObject({ degraded: null });
    expect(short.problem).toContain("12 tokens");
  });

  test("estimates the usage of a server that does not report it", async () => {
    provider.script({ kind: "text", pieces: ["12345678"], usage: null });
    const { usage } = await openGateway(provider.url).complete(
      call({ messages: [new HumanMessage("12345678")] }),
      {},
    );
    expect(usage.tokens).toEqual({ input: 2, output: 2 });
    expect(usage.cost_microusd).toBeGreaterThan(0);
  });

  test("asks again after 429 and 500", async () => {
    provider.script(
      { kind: "error", status: 429, headers: { "retry-after-ms": "1" } },
      { kind: "error", status: 500 },
      { kind: "text", pieces: ["Third time."] },
    );
    const completion = await openGateway(provider.url).complete(call(), {});
    expect(completion.message.text).toBe("Third time.");
    expect(completion.degraded).toBeNull();
    provider.verify();
  });

  test("asks again after a connection that broke before the answer", async () => {
    provider.script({ kind: "drop" }, { kind: "text", pieces: ["Here."] });
    const completion = await openGateway(provider.url).complete(call(), {});
    expect(completion.message.text).toBe("Here.");
    provider.verify();
  });

  test("works without a key for a server of one's own", async () => {
    provider.script({
      kind: "text",
      pieces: ["Local."],
      expect: ({ body }) => expect(body["model"]).toBe("llama4:8b"),
    });
    const gateway = openGateway(provider.url, { openaiApiKey: null, tiers: { mini: "llama4:8b" } });
    expect(gateway.describe()).toEqual({
      provider: "openai",
      tiers: { nano: "gpt-6-luna", mini: "llama4:8b", full: "gpt-6-sol" },
    });
    expect((await gateway.complete(call(), {})).message.text).toBe("Local.");
    expect(provider.requests[0]?.authorization).toBe("Bearer none");
    provider.verify();
  });

  test("estimates a call at the price of the tier's model", () => {
    const gateway = openGateway(provider.url);
    expect(gateway.estimate("nano", { input: 10_000, output: 1_000 })).toBe(1_500);
    expect(gateway.estimate("full", { input: 10_000, output: 1_000 })).toBe(30_000);
  });
});

test("warns of a model that is about to be switched off", async () => {
  const { createModelGateway } = await import("../../src/models/gateway.ts");
  const warned: Record<string, unknown>[] = [];
  const timeouts = { firstTokenMs: 1, silenceMs: 1, totalMs: 1 };
  const settings = { openaiApiKey: KEY, openaiBaseUrl: null, tiers: { mini: "gpt-5-mini" }, timeouts };
  createModelGateway({ settings, clock, log: { warn: (fields) => void warned.push(fields) } });
  expect(warned).toEqual([{ tier: "mini", model: "gpt-5-mini", shutdown: "2026-12-11" }]);
});
