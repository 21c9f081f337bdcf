import { beforeAll, describe, expect, it } from "vitest";
import { makePlan } from "../../../src/agents/plan/make-plan.ts";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import { createRouter } from "../../../src/agents/route/create-router.ts";
import type { SkillSet } from "../../../src/domain/skill.ts";
import { clock } from "../support/clock.ts";
import { loadSkills, toSkill, withSkills } from "../support/skills.ts";

let skills: SkillSet;
beforeAll(async () => {
  skills = await loadSkills();
});

function plan(text: string, { set = skills, cost = 1_000 }: { set?: SkillSet; cost?: number } = {}) {
  const perception = perceive(text, { clock });
  const route = createRouter({ skills: () => set })(text, perception);
  return makePlan({ text, route, skills: set, perception, foundation: null, estimate: () => cost });
}

describe("makePlan", () => {
  it("makes one step for one skill", () => {
    expect(plan("Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh")).toMatchObject({
      steps: [
        {
          id: "step-1",
          skill: "campaign.diwali",
          inputs: { budget: 2_00_000_00, city: "Pune" },
          depends_on: [],
          parallel_group: 1,
          cost_microusd: 1_000,
          risk: "low",
        },
      ],
      requires_approval: false,
    });
  });

  it("runs side by side what needs nothing of each other", () => {
    const { steps } = plan("Write a 3-email sequence and a LinkedIn post for our Diwali offer");
    expect(steps.map(({ skill, depends_on, parallel_group }) => [skill, depends_on, parallel_group])).toEqual(
      [
        ["content.email", [], 1],
        ["content.linkedin", [], 1],
      ],
    );
    expect(steps[0]?.inputs).toMatchObject({ emails: 3, topic: "our Diwali offer" });
    expect(steps[1]?.inputs).toMatchObject({ topic: "our Diwali offer" });
  });

  it.each([
    "Compare us with Zoho and then write a LinkedIn post based on that",
    "Find out what Zoho charges. Use the findings in a LinkedIn post.",
  ])("puts a step behind the one it builds on: %s", (text) => {
    const { steps } = plan(text);
    expect(steps.map(({ skill, depends_on, parallel_group }) => [skill, depends_on, parallel_group])).toEqual(
      [
        ["research.competitor", [], 1],
        ["content.linkedin", ["step-1"], 2],
      ],
    );
  });

  it("lets no step that builds on another ask what it is about", () => {
    expect(
      plan("Compare us with Zoho and then write a LinkedIn post based on that").steps[1]?.inputs,
    ).toHaveProperty("topic");
  });

  it("asks a person above half a dollar", () => {
    const request = "Write a 3-email sequence and a LinkedIn post for our Diwali offer";
    expect(plan(request, { cost: 250_000 }).requires_approval).toBe(false);
    expect(plan(request, { cost: 250_001 }).requires_approval).toBe(true);
  });

  it("asks a person for a skill that wants it", () => {
    const sender = toSkill(
      "indian.email-sender",
      "---\nname: email-sender\ndescription: Sends out a finished email campaign to the list. Use when someone asks to dispatch mails.\nmetadata:\n  approval: It sends mail to real people.\n---\n\n# Email sender\n\nYou send.\n",
    );
    const { steps, requires_approval, reasoning } = plan("dispatch the finished campaign to the list", {
      set: withSkills(skills, sender),
    });
    expect(steps).toMatchObject([{ skill: "indian.email-sender", risk: "high" }]);
    expect(requires_approval).toBe(true);
    expect(reasoning).toContain("It sends mail to real people.");
  });

  it("leaves out a skill that is not loaded any more", () => {
    const perception = perceive("hello", { clock });
    const route = {
      outcome: "single" as const,
      skills: [{ skill: "gone.skill", score: 1, why: "" }],
      confidence: 1,
      path: [],
    };
    expect(
      makePlan({ text: "hello", route, skills, perception, foundation: null, estimate: () => 1 }).steps,
    ).toEqual([]);
  });
});
