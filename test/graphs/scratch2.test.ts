import { it } from "vitest";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "./queen-fixture.ts";
import { createScriptedModels } from "./scripted-models.ts";
it("x", async () => {
  const skills = await loadTestSkills(TEST_SKILLS);
  const q = openQueen({ skills, router: routeTo("desk.slogan"), models: createScriptedModels(["x"]) });
  await q.ask("a slogan for my tea stall");
  console.log(JSON.stringify(await q.interrupts()));
  await q.resume("in Pune");
  console.log(JSON.stringify(await q.interrupts()));
});
