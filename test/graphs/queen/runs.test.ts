import { HumanMessage } from "@langchain/core/messages";
import { Command } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

const SLOGAN = "## Slogan\n\nChai that waits for you\n\n## Reasons\n\n- It is warm\n- It is short";
const LETTER = "## Letter\n\nDear customer";
const BANNER = "## Banner\n\nHot tea";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

describe("two steps that lack an input", () => {
  it("ask one after the other, so that each plain answer has one question", async () => {
    const models = createScriptedModels({
      "desk.slogan": SLOGAN,
      "desk.banner": BANNER,
      "desk.letter": LETTER,
    });
    const queen = openQueen({ skills, router: routeTo("desk.slogan", "desk.banner", "desk.letter"), models });
    await queen.ask("a slogan and a banner for our tea, and a letter to our customers");
    for (const answers of [
      ["Pune", "large"],
      ["Pune", "large"],
    ]) {
      const waiting = await queen.interrupts();
      expect(waiting).toHaveLength(1);
      await queen.resume(answers[JSON.stringify(waiting).includes("city") ? 0 : 1]);
    }
    const { results } = await queen.values();
    expect(results.find(({ skill }) => skill === "desk.slogan")?.inputs).toMatchObject({ city: "Pune" });
    expect(results.find(({ skill }) => skill === "desk.banner")?.inputs).toMatchObject({ size: "large" });
    expect(results).toHaveLength(3);
  });
});

describe("a follow-up", () => {
  it("goes on from the earlier answer and its inputs", async () => {
    const models = createScriptedModels([`${SLOGAN} [S1]`, SLOGAN]);
    const queen = openQueen({ skills, router: routeTo("desk.slogan"), models });
    await queen.ask("a slogan for our tea");
    await queen.resume("Pune");
    await queen.ask("make it shorter");
    const { brief } = models.calls[1] ?? {};
    expect(brief?.inputs).toMatchObject({ city: "Pune" });
    expect(brief?.facts).toContainEqual(
      expect.objectContaining({ label: "Your earlier answer", text: SLOGAN }),
    );
    expect(brief?.request).toBe("make it shorter\n\na slogan for our tea\n\nPune");
  });
});

describe("a run", () => {
  it("resumes in another process from what the saver holds", async () => {
    const asking = openQueen({ skills, router: routeTo("desk.slogan"), models: createScriptedModels([]) });
    await asking.ask("a slogan for our tea");
    const models = createScriptedModels([SLOGAN]);
    const resuming = openQueen({ skills, router: routeTo("desk.slogan"), models });
    const configurable = { ...resuming.configurable, __pregel_checkpointer: asking.saver };
    const { answer } = await resuming.graph.invoke(new Command({ resume: "Pune" }), { configurable });
    expect(answer?.text).toBe(SLOGAN);
  });

  it("that is cancelled is no failed step", async () => {
    const controller = new AbortController();
    const models = createScriptedModels([SLOGAN]);
    const complete: typeof models.complete = async (call, config) => {
      controller.abort();
      config.signal?.throwIfAborted();
      return models.complete(call, config);
    };
    const queen = openQueen({ skills, router: routeTo("desk.letter"), models: { ...models, complete } });
    const { configurable } = queen;
    const input = { messages: [new HumanMessage("write a letter to our customers")] };
    await expect(queen.graph.invoke(input, { configurable, signal: controller.signal })).rejects.toThrow();
    expect((await queen.values()).errors).toEqual([]);
  });
});
