import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

const NOTE = "## Note\n\nThe payment is prepared";
const LETTER = "## Letter\n\nDear customer";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

function open(script: string[], route = ["desk.transfer"], price?: number) {
  const models = createScriptedModels(script, price);
  return { ...openQueen({ skills, router: routeTo(...route), models }), models };
}

describe("approval", () => {
  it("is asked in the form that chat UIs draw, before anything runs", async () => {
    const queen = open([]);
    await queen.ask("pay the supplier of the boxes");
    expect(await queen.interrupts()).toEqual([
      {
        action_requests: [
          {
            name: "desk.transfer",
            args: expect.any(Object),
            description: expect.stringContaining("it prepares a payment"),
          },
        ],
        review_configs: [{ action_name: "desk.transfer", allowed_decisions: ["approve", "edit", "reject"] }],
      },
    ]);
    expect(queen.models.calls).toEqual([]);
  });

  it("lets the run go on when it is given", async () => {
    const queen = open([NOTE]);
    await queen.ask("pay the supplier of the boxes");
    await queen.resume({ decisions: [{ type: "approve" }] });
    expect(await queen.reply()).toContain("The payment is prepared");
  });

  it("takes edited inputs", async () => {
    const queen = open([NOTE]);
    await queen.ask("pay the supplier of the boxes");
    const edited_action = { name: "desk.transfer", args: { supplier: "Kapoor Boxes" } };
    await queen.resume({ decisions: [{ type: "edit", edited_action }] });
    expect((await queen.values()).results[0]?.inputs).toMatchObject({ supplier: "Kapoor Boxes" });
  });

  it("ends the run when it is refused", async () => {
    const queen = open([]);
    await queen.ask("pay the supplier of the boxes");
    await queen.resume({ decisions: [{ type: "reject", message: "not this month" }] });
    const { plan, answer, errors } = await queen.values();
    expect([plan?.steps, answer]).toEqual([[], null]);
    expect(errors).toEqual([expect.stringContaining("not this month")]);
    expect(await queen.reply()).toContain("not this month");
  });

  it("leaves out only the step that is refused", async () => {
    const queen = open([LETTER], ["desk.transfer", "desk.letter"]);
    await queen.ask("pay the supplier of the boxes and write a letter to our customers");
    const [request] = await queen.interrupts();
    const { action_requests: actions } = request as { action_requests: { name: string }[] };
    const decisions = actions.map(({ name }) => ({ type: name === "desk.transfer" ? "reject" : "approve" }));
    await queen.resume({ decisions });
    expect((await queen.values()).results.map(({ skill }) => skill)).toEqual(["desk.letter"]);
  });

  it("is asked again, with the reason, after anything else", async () => {
    const queen = open([NOTE]);
    await queen.ask("pay the supplier of the boxes");
    await queen.resume("yes");
    expect(JSON.stringify(await queen.interrupts())).toContain("plain text");
    await queen.resume({ decisions: [{ type: "approve" }, { type: "approve" }] });
    expect(JSON.stringify(await queen.interrupts())).toContain("2 decisions");
    await queen.resume({ decisions: [{ type: "approve" }] });
    expect(await queen.interrupts()).toEqual([]);
  });

  it("is asked for a plan that costs more than half a dollar", async () => {
    const queen = open([LETTER], ["desk.letter"], 500_001);
    await queen.ask("write a letter to our customers");
    expect(await queen.interrupts()).toHaveLength(1);
    expect((await queen.values()).plan).toMatchObject({
      requires_approval: true,
      steps: [{ cost_microusd: 500_001 }],
    });
  });
});
