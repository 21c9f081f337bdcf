import { describe, expect, it } from "vitest";
import { readIntent } from "../../../src/agents/perceive/intent.ts";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import { readSentiment } from "../../../src/agents/perceive/sentiment.ts";
import { clock } from "../support/clock.ts";

describe("readIntent", () => {
  it.each([
    ["Plan a Diwali campaign", "create"],
    ["What is CAC?", "read"],
    ["Rewrite the second mail", "update"],
    ["Delete the draft", "delete"],
    ["Compare us with Boat", "analyze"],
    ["I need 5 short LinkedIn posts", "generate"],
    ["Find out what Zoho charges", "research"],
    ["Looks good, go ahead", "approve"],
    ["I meant the other shop", "clarify"],
    ["दिवाली का अभियान बनाइए", "create"],
    ["ek post likho", "generate"],
  ])("%s is %s", (text, intent) => {
    expect(readIntent(text).type).toBe(intent);
  });
});

describe("readSentiment", () => {
  it.each([
    ["thanks, that was great", "positive"],
    ["the last campaign was terrible", "negative"],
    ["this is not good", "negative"],
    ["great idea but a terrible result", "mixed"],
    ["plan a campaign", "neutral"],
    ["यह अच्छा नहीं है", "negative"],
  ])("%s is %s", (text, mood) => {
    expect(readSentiment(text)).toBe(mood);
  });
});

describe("urgency", () => {
  const urgency = (text: string) => perceive(text, { clock }).urgency;

  it("grows with the nearness of the day", () => {
    expect(urgency("whenever you have time, no rush")).toBe(1);
    expect(urgency("plan a campaign")).toBe(2);
    expect(urgency("before Friday's meeting")).toBe(3);
    expect(urgency("by tomorrow")).toBe(4);
    expect(urgency("asap")).toBe(5);
  });

  it("is not raised by an advertisement that speaks of urgency", () => {
    expect(urgency("write an urgent offer for our store")).toBe(2);
  });
});
