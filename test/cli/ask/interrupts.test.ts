import { expect, test } from "vitest";
import { toInterrupts } from "../../../src/cli/ask/interrupts.ts";

const question = { id: "i1", value: { kind: "question", question: "Which city?", missing: [] } };

test("interrupts are read out of a state, and only there", () => {
  expect(toInterrupts({ __interrupt__: [question] })).toEqual([question]);
  expect(toInterrupts({ messages: [] })).toEqual([]);
  expect(toInterrupts(null)).toEqual([]);
});
