import { afterAll, beforeAll, expect, it } from "vitest";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

const SLOGAN = "## Slogan\n\nChai that waits for you\n\n## Reasons\n\n- It is warm\n- It is short";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

it("answers with the skill that the caller chose, on the values that the caller gave", async () => {
  const models = createScriptedModels({ "desk.slogan": SLOGAN });
  const queen = openQueen({ skills, router: routeTo("desk.letter"), models });
  await queen.ask("something short", {
    skill: "desk.slogan",
    inputs: { product: "masala chai", city: "Pune" },
  });
  const { route, plan, answer } = await queen.values();
  expect(route).toMatchObject({ outcome: "single", skills: [{ skill: "desk.slogan" }], confidence: 1 });
  expect(plan?.steps).toMatchObject([
    { skill: "desk.slogan", inputs: { product: "masala chai", city: "Pune" } },
  ]);
  expect(answer?.skill).toBe("desk.slogan");
});

it("asks for what the chosen skill still needs", async () => {
  const models = createScriptedModels({ "desk.slogan": SLOGAN });
  const queen = openQueen({ skills, router: routeTo("desk.letter"), models });
  await queen.ask("please", { skill: "desk.slogan" });
  expect(await queen.interrupts()).toMatchObject([{ kind: "question" }]);
});

it("refuses a skill that is not loaded", async () => {
  const queen = openQueen({ skills, router: routeTo("desk.letter"), models: createScriptedModels([]) });
  await expect(queen.ask("please", { skill: "desk.nothing" })).rejects.toMatchObject({
    code: "validation_failed",
  });
});

it("chooses by itself when nobody did", async () => {
  const models = createScriptedModels({ "desk.letter": "## Letter\n\nDear customer" });
  const queen = openQueen({ skills, router: routeTo("desk.letter"), models });
  await queen.ask("write a letter to our customers", { skill: null });
  expect((await queen.values()).route?.path).toEqual(["scripted"]);
});
