import { describe, expect, it } from "vitest";
import { wishesForPerson } from "../../../graphs/queen/wish-for-person.ts";

describe("wishesForPerson", () => {
  it.each([
    "I want to talk to a human",
    "can I speak to a person please",
    "is there a real person here?",
    "please call me back",
    "escalate this",
    "Let me speak with your manager",
  ])("hears the wish in %j", (text) => {
    expect(wishesForPerson(text)).toBe(true);
  });

  it.each([
    "I need help with an issue",
    "write an ad for store managers",
    "urgent offer for this weekend",
    "Write a headline: talk to a human, not to a bot",
  ])("hears none in %j", (text) => {
    expect(wishesForPerson(text)).toBe(false);
  });
});
