import {
  AIMessage,
  AIMessageChunk,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { toWireJson } from "../../src/log/wire.ts";

const read = (value: unknown): unknown => JSON.parse(toWireJson(value));

describe("toWireJson", () => {
  it("writes messages flat, at any depth", () => {
    const message = new AIMessage({
      id: "a1",
      content: "hello",
      tool_calls: [{ id: "t", name: "look", args: { at: 1 } }],
    });
    expect(read({ deep: [{ messages: [message, new HumanMessage("hi")] }] })).toMatchObject({
      deep: [
        {
          messages: [
            { type: "ai", id: "a1", content: "hello", tool_calls: [{ name: "look", args: { at: 1 } }] },
            { type: "human", content: "hi" },
          ],
        },
      ],
    });
    expect(toWireJson([message])).not.toContain('"lc"');
    expect(read([new AIMessageChunk("x"), {}])).toMatchObject([{ type: "ai", content: "x" }, {}]);
  });

  it.each([
    new AIMessage({
      content: "x",
      id: "a",
      tool_calls: [{ id: "1", name: "look", args: { at: 1 }, type: "tool_call" }],
      usage_metadata: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
      response_metadata: { modelName: "m" },
    }),
    new AIMessageChunk({
      content: "t",
      tool_call_chunks: [{ index: 0, id: "1", name: "look", args: '{"a' }],
    }),
    new AIMessageChunk("t").concat(new AIMessageChunk({ content: "u", response_metadata: { a: 1 } })),
    new HumanMessage({ content: [{ type: "text", text: "x" }], name: "asha" }),
    new ToolMessage({ content: "r", tool_call_id: "1", status: "error", artifact: { a: 1 } }),
    new SystemMessage("s"),
    new RemoveMessage({ id: "a" }),
    new ChatMessage("c", "editor"),
    new FunctionMessage({ content: "f", name: "look" }),
  ])("writes what LangChain's own form of a message holds: %o", (message) => {
    const { type, data } = message.toDict();
    expect(read(message)).toEqual(JSON.parse(JSON.stringify({ ...data, type })));
  });

  it("writes a message inside a tool's artifact flat as well", () => {
    const message = new ToolMessage({ content: "r", tool_call_id: "1", artifact: [new AIMessage("in")] });
    expect(toWireJson(message)).not.toContain('"lc"');
  });

  it("replaces U+0000, which Postgres cannot hold, and nothing that only looks like it", () => {
    expect(read({ text: "a\u0000b" })).toEqual({ text: "a\ufffdb" });
    expect(read({ text: "a\\u0000b" })).toEqual({ text: "a\\u0000b" });
    expect(read({ text: "\\\u0000" })).toEqual({ text: "\\\ufffd" });
  });

  it("writes what JSON cannot: errors, maps, sets, big integers, nothing", () => {
    expect(
      read({ error: new RangeError("no"), map: new Map([["a", 1]]), set: new Set([1]), big: 10n }),
    ).toEqual({
      error: { error: "RangeError", message: "no" },
      map: { a: 1 },
      set: [1],
      big: "10",
    });
    expect(toWireJson(undefined)).toBe("null");
  });

  it("does not change what it is given", () => {
    const state = { messages: [new AIMessage("hello")], other: { a: 1 } };
    toWireJson(state);
    expect(state.messages[0]).toBeInstanceOf(AIMessage);
  });

  it("ends on a cycle instead of running for ever", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = [loop];
    expect(toWireJson(loop).length).toBeLessThan(10_000);
  });
});
