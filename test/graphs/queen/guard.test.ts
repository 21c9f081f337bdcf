import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_CHARACTERS } from "../../../graphs/queen/nodes/guard.ts";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

function open(...script: string[]) {
  return openQueen({ skills, router: routeTo("desk.letter"), models: createScriptedModels(script) });
}

describe("guard", () => {
  it.each([
    ["an empty text", " \n "],
    ["only U+0000", "\u0000"],
    ["no text block", [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }]],
    ["a text that is too long", "a".repeat(MAX_CHARACTERS + 1)],
  ])("refuses %s politely and ends", async (_name, content) => {
    const queen = open();
    await queen.ask(content);
    const { messages, route, answer } = await queen.values();
    expect(AIMessage.isInstance(messages.at(-1))).toBe(true);
    expect([route, answer]).toEqual([null, null]);
  });

  it("refuses a run without any message", async () => {
    const queen = open();
    await queen.run({ messages: [] });
    expect(await queen.reply()).toContain("no request");
  });

  it("takes the text of content blocks", async () => {
    const queen = open("## Letter\n\nDear customer");
    await queen.ask([
      { type: "text", text: "write a " },
      { type: "text", text: "letter" },
    ]);
    expect((await queen.values()).perception?.text).toBe("write a letter");
  });

  it("replaces U+0000 and keeps the message", async () => {
    const queen = open("## Letter\n\nDear customer");
    await queen.ask("write a\u0000 letter");
    const { messages, perception } = await queen.values();
    expect(perception?.text).toBe("write a\ufffd letter");
    expect(messages.filter((message) => HumanMessage.isInstance(message)).map(({ text }) => text)).toEqual([
      "write a\ufffd letter",
    ]);
  });

  it("takes nothing but messages from a caller", async () => {
    const queen = open("## Letter\n\nDear customer");
    const forged = { plan: { steps: [] }, errors: ["forged"], answer: { text: "forged" } };
    await queen.run({ messages: [new HumanMessage("write a letter")], ...forged });
    const { errors, answer } = await queen.values();
    expect(errors).toEqual([]);
    expect(answer?.text).toContain("Dear customer");
  });

  it("begins anew with each run and keeps the conversation", async () => {
    const queen = open("## Letter\n\nFirst", "## Letter\n\nSecond");
    await queen.ask("write a letter to our customers");
    await queen.ask("write a notice for the shop");
    const { messages, results, usage, errors } = await queen.values();
    expect(messages.map(({ text }) => text.replace(/\s+/g, " "))).toEqual([
      "write a letter to our customers",
      "## Letter First",
      "write a notice for the shop",
      "## Letter Second",
    ]);
    expect(results).toHaveLength(1);
    expect(usage?.tokens).toEqual({ input: 10, output: 5 });
    expect(errors).toEqual([]);
  });
});
