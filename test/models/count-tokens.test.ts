import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { countMessageTokens, countTokens } from "../../src/models/count-tokens.ts";

test("four Latin characters make a token, two of other scripts", () => {
  expect(countTokens("")).toBe(0);
  expect(countTokens("marketing")).toBe(3);
  expect(countTokens("दीवाली")).toBe(3);
});

test("messages are counted by their text", () => {
  expect(countMessageTokens([new SystemMessage("12345678"), new HumanMessage("1234")])).toBe(3);
});
