import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

describe("an answer that is not good enough", () => {
  it("is withheld with the reasons, and the run is degraded", async () => {
    const models = createScriptedModels({ "desk.report": "Sales were fine." });
    const queen = openQueen({ skills, router: routeTo("desk.report"), models });
    const { custom } = await queen.ask("write the weekly report of the shop");
    const { verdict, degraded, answer } = await queen.values();
    expect(verdict?.decision).toBe("withhold");
    expect(verdict?.reasons.length).toBeGreaterThan(0);
    expect(degraded).toEqual({ reason: "quality" });
    expect(answer?.text).not.toContain("Sales were fine.");
    expect(await queen.reply()).toBe(answer?.text);
    expect(queen.episodes.list()).toEqual([]);
    expect(custom).toContainEqual({ type: "verdict-made", verdict });
  });
});

describe("a provider that fails", () => {
  it("is said in plain words, and the run is degraded", async () => {
    const models = createScriptedModels({ "desk.letter": "## Letter\n\nDear customer" });
    const failing = {
      ...models,
      complete: async (...call: Parameters<typeof models.complete>) => ({
        ...(await models.complete(...call)),
        degraded: { reason: "provider" as const },
        problem: "The provider did not accept the key.",
      }),
    };
    const queen = openQueen({ skills, router: routeTo("desk.letter"), models: failing });
    await queen.ask("write a letter to our customers");
    const { degraded, errors, answer } = await queen.values();
    expect(degraded).toEqual({ reason: "provider" });
    expect(errors).toEqual(["The provider did not accept the key."]);
    expect(answer?.text).toContain("Dear customer");
  });
});
