import { describe, expect, it } from "vitest";
import { createSpokenAnswer } from "../../../src/http/conversation/spoken-answer.ts";

const piece = (id: string, content: unknown) => [{ type: "ai", id, content, tool_call_chunks: [] }, {}];
const whole = (id: string, content: unknown, rest: object = {}) => ({ type: "ai", id, content, ...rest });
const state = (...messages: object[]) => ({ messages });

const open = (...known: string[]) => createSpokenAnswer({ knownIds: new Set(known) });

describe("what a graph says", () => {
  it("is told piece by piece, and not again when it stands in the conversation", () => {
    const spoken = open();
    expect([spoken.takeMessage(piece("a", "Good ")), spoken.takeMessage(piece("a", "tea"))]).toEqual([
      "Good ",
      "tea",
    ]);
    expect(spoken.takeState(state(whole("a", "Good tea")))).toBe("");
  });

  it("is told whole when nobody wrote it piece by piece", () => {
    const spoken = open();
    expect(spoken.takeState(state(whole("a", "One")))).toBe("One");
    expect(spoken.takeState(state(whole("a", "One"), whole("b", "Two")))).toBe("\n\nTwo");
  });

  it("is told to its end when only its beginning was heard", () => {
    const spoken = open();
    spoken.takeMessage(piece("a", "Good "));
    expect(spoken.takeState(state(whole("a", "Good tea")))).toBe("tea");
  });

  it("comes one message at a time; what is written beside it follows when the step is over", () => {
    const spoken = open();
    const told = [piece("a", "A1 "), piece("b", "B1 "), piece("a", "A2"), piece("b", "B2")].map(
      spoken.takeMessage,
    );
    expect(told).toEqual(["A1 ", "", "A2", ""]);
    expect(spoken.takeState(state(whole("a", "A1 A2"), whole("b", "B1 B2")))).toBe("\n\nB1 B2");
  });

  it("holds texts of content blocks, and nothing else of them", () => {
    const spoken = open();
    const content = [
      { type: "reasoning", reasoning: "hm" },
      { type: "text", text: "Tea" },
    ];
    expect(spoken.takeMessage(piece("a", content))).toBe("Tea");
  });

  it("leaves out what was there before, questions that were read when asked, tools and people", () => {
    const spoken = open("old");
    const messages = [
      whole("old", "Before"),
      whole("asked", "Which city?", { additional_kwargs: { question: true } }),
      { type: "human", id: "h", content: "Pune" },
      { type: "tool", id: "t", content: "{}" },
      whole("calls", ""),
      whole("new", "Done"),
    ];
    expect(spoken.takeState(state(...messages))).toBe("Done");
    expect(spoken.takeMessage(piece("old", "Before"))).toBe("");
    expect(spoken.takeState({ steps: 1 })).toBe("");
  });

  it("is not said twice under two ids", () => {
    const spoken = open();
    spoken.takeMessage(piece("stream", "Tea"));
    expect(spoken.takeState(state(whole("final", "Tea")))).toBe("");
  });

  it("goes on with another message when the run goes on elsewhere", () => {
    const spoken = open();
    spoken.takeMessage(piece("a", "Half a sen"));
    spoken.restart();
    expect(spoken.takeMessage(piece("a", "tence"))).toBe("");
    expect(spoken.takeMessage(piece("b", "A sentence"))).toBe("\n\nA sentence");
  });
});
