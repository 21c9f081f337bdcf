import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { findEarlierAnswer, toContinuedText, toTurnText } from "../../../graphs/queen/conversation.ts";
import { isFollowUp } from "../../../graphs/queen/follow-up.ts";
import { toQuestionMessage } from "../../../graphs/question-messages.ts";

function answer(text: string, inputs: Record<string, unknown> = {}): AIMessage {
  return new AIMessage({ content: text, additional_kwargs: { skill: "desk.slogan", score: 90, inputs } });
}

describe("conversation", () => {
  it("joins a request with the answers to questions about it", () => {
    const messages = [
      new HumanMessage("help me"),
      toQuestionMessage("q1", "With what?"),
      new HumanMessage("a slogan for tea"),
    ];
    expect(toTurnText(messages)).toBe("help me\n\na slogan for tea");
  });

  it("begins anew with the first message after an answer", () => {
    const messages = [
      new HumanMessage("a slogan for tea"),
      answer("Tea!"),
      new HumanMessage("a letter to customers"),
    ];
    expect(toTurnText(messages)).toBe("a letter to customers");
  });

  it("puts the newest words of a follow-up first and goes back to the request that began it", () => {
    const messages = [
      new HumanMessage("hello there"),
      answer("Hello"),
      new HumanMessage("a slogan for tea in Pune"),
      answer("Tea!"),
      new HumanMessage("make it shorter"),
      answer("T!"),
      new HumanMessage("now in Hindi"),
    ];
    expect(toContinuedText(messages)).toBe("now in Hindi\n\nmake it shorter\n\na slogan for tea in Pune");
  });

  it("skips what was declined when it looks for the answer to continue", () => {
    const messages = [
      new HumanMessage("a slogan for tea"),
      answer("Tea!", { product: "tea" }),
      new HumanMessage("boiling point of water?"),
      new AIMessage("That is outside what I can help with."),
      new HumanMessage("make it shorter"),
    ];
    expect(findEarlierAnswer(messages)).toEqual({
      skills: ["desk.slogan"],
      text: "Tea!",
      inputs: { product: "tea" },
    });
    expect(toContinuedText(messages)).toBe("make it shorter\n\na slogan for tea");
  });
});

describe("isFollowUp", () => {
  it.each([
    "make it shorter",
    "Please translate that into Hindi",
    "now in Marathi",
    "again",
    "add a table with the costs",
    "change the budget to 3 lakh",
    "the second option, but warmer",
    "isko chhota karo",
    "इसे हिंदी में लिखो",
    "what about Mumbai?",
  ])("takes %j as a change to an answer", (text) => {
    expect(isFollowUp(text)).toBe(true);
  });

  it.each([
    "Plan a Diwali campaign for my sweet shop in Pune, budget 2 lakh",
    "What is the boiling point of water?",
    "Write a post about this weekend",
    "competitor analysis of Zoho",
  ])("takes %j as a request of its own", (text) => {
    expect(isFollowUp(text)).toBe(false);
  });
});
