import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { createMemorySkillVersions } from "../../../graphs/standalone/memory-skill-versions.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

const SLOGAN = "## Slogan\n\nChai that waits for you\n\n## Reasons\n\n- It is warm\n- It is short";
const LETTER = "## Letter\n\nDear customer, we open at nine";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

describe("several steps", () => {
  it("run side by side and are all part of the answer", async () => {
    const models = createScriptedModels({ "desk.letter": LETTER, "desk.slogan": SLOGAN });
    const queen = openQueen({ skills, router: routeTo("desk.letter", "desk.slogan"), models });
    await queen.ask("write a letter to our customers, and a slogan for Pune");
    const { results, answer, plan } = await queen.values();
    expect(results.map(({ skill }) => skill).sort()).toEqual(["desk.letter", "desk.slogan"]);
    expect(Object.keys(answer?.output ?? {})).toEqual(plan?.steps.map(({ id }) => id));
  });

  it("that build on each other run one after the other, with the result as a fact", async () => {
    const models = createScriptedModels([SLOGAN, LETTER]);
    const queen = openQueen({ skills, router: routeTo("desk.slogan", "desk.letter"), models });
    await queen.ask("a slogan for our tea in Pune, then write a letter to our customers based on it");
    const { plan } = await queen.values();
    const [first, second] = plan?.steps ?? [];
    expect(second?.depends_on).toEqual([first?.id]);
    expect(models.calls[1]?.brief.facts).toContainEqual({
      label: `input_${first?.id}`,
      text: SLOGAN,
      source: { id: `step:${first?.id}`, title: "Result of desk.slogan", kind: "tool" },
    });
  });

  it("go on when one of them fails, and say so", async () => {
    const models = createScriptedModels([new AppError("provider_failed", "The provider is away."), LETTER]);
    const queen = openQueen({ skills, router: routeTo("desk.slogan", "desk.letter"), models });
    const { custom } = await queen.ask(
      "a slogan for our tea in Pune, then write a letter to our customers based on it",
    );
    const { answer, errors, verdict, results } = await queen.values();
    expect(answer?.text).toBe(LETTER);
    expect(errors).toEqual([expect.stringContaining("The provider is away.")]);
    expect(verdict?.decision).toBe("pass");
    expect(results.map(({ failure }) => failure !== null)).toEqual([true, false]);
    expect(custom.filter(({ type }) => type === "step-end").map(({ ok }) => ok)).toEqual([false, true]);
  });

  it("do not end the run when all of them fail", async () => {
    const models = createScriptedModels([new Error("secret detail")]);
    const queen = openQueen({ skills, router: routeTo("desk.letter"), models });
    await queen.ask("write a letter to our customers");
    const { answer, verdict } = await queen.values();
    expect([answer, verdict?.decision]).toEqual([null, "withhold"]);
    expect(await queen.reply()).not.toContain("secret detail");
  });
});

describe("the version of a skill", () => {
  it("stays that with which the run began, when the file changes while a question waits", async () => {
    const skillVersions = createMemorySkillVersions();
    const models = createScriptedModels([SLOGAN]);
    const [before] = skills.current().skills.filter(({ id }) => id === "desk.slogan");
    if (before === undefined) throw new Error("the test skill is missing");
    let set = skills.current();
    const queen = openQueen({
      skills: { current: () => set },
      skillVersions,
      router: routeTo("desk.slogan"),
      models,
    });
    await queen.ask("a slogan for our tea");
    const changed = { ...before, hash: "changed", role: "You write something else." };
    set = { ...set, version: set.version + 1, find: () => changed };
    await queen.resume("Pune");
    expect(models.calls[0]?.brief.skill.role).toBe(before.role);
    expect(await skillVersions.load(LOCAL_TENANT_ID, { id: before.id, hash: before.hash })).toEqual(before);
  });

  it("that is gone fails its step in plain words", async () => {
    const models = createScriptedModels([]);
    let set = skills.current();
    const queen = openQueen({
      skills: { current: () => set },
      skillVersions: { keep: async () => {}, load: async () => undefined },
      router: routeTo("desk.slogan"),
      models,
    });
    await queen.ask("a slogan for our tea");
    set = { ...set, skills: [], find: () => undefined };
    await queen.resume("Pune");
    expect((await queen.values()).errors).toEqual([expect.stringContaining("not loaded any more")]);
  });
});
