import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels, type ScriptedReply } from "../scripted-models.ts";

const GOOD = "## Slogan\n\nChai that waits for you in Pune\n\n## Reasons\n\n- It is warm\n- It is short";
const BAD = "## Reasons\n\n- It is warm";
const NO_REPAIR = { parsed: null };

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

function open(script: ScriptedReply[]) {
  const models = createScriptedModels(script);
  return { ...openQueen({ skills, router: routeTo("desk.slogan"), models }), models };
}

describe("revise", () => {
  it("has a weak draft written again, with what was wrong with it", async () => {
    const queen = open([BAD, NO_REPAIR, GOOD]);
    const { custom, chunks } = await queen.ask("a slogan for our tea in Pune");
    const { critique, answer, messages, usage, results } = await queen.values();
    expect(answer?.text).toBe(GOOD);
    expect(critique).toMatchObject({ revisions: 1 });
    expect(queen.models.calls[2]?.brief.issues.length).toBeGreaterThan(0);
    expect(custom.filter(({ type }) => type === "critique-made")).toHaveLength(2);
    expect(messages.map(({ type }) => type)).toEqual(["human", "ai"]);
    expect(messages[1]?.id).toBe(results[0]?.message_id);
    const streamed = chunks.flatMap(([, mode, payload]) =>
      mode === "messages" ? [(payload as [{ id: string }])[0].id] : [],
    );
    expect(new Set(streamed)).toEqual(new Set(["scripted-1", "scripted-3"]));
    expect(usage?.tokens).toEqual({ input: 30, output: 15 });
    expect(queen.models.unused()).toBe(0);
  });

  it("stops when a new draft is no better, and keeps the better one", async () => {
    const queen = open([BAD, NO_REPAIR, BAD, NO_REPAIR]);
    await queen.ask("a slogan for our tea in Pune");
    const { critique, answer } = await queen.values();
    expect(critique).toMatchObject({ revisions: 1 });
    expect(answer).not.toBeNull();
    expect(queen.models.unused()).toBe(0);
  });

  it("is not needed for a good draft", async () => {
    const queen = open([GOOD]);
    await queen.ask("a slogan for our tea in Pune");
    expect(await queen.values()).toMatchObject({ critique: { revisions: 0 }, verdict: { decision: "pass" } });
  });

  it("never makes the progress go back", async () => {
    const queen = open([BAD, NO_REPAIR, GOOD]);
    const { custom } = await queen.ask("a slogan for our tea in Pune");
    const percents = custom
      .filter(({ type }) => type === "progress")
      .map((event) => Number(event["percent_complete"]));
    expect(percents).toEqual([...percents].sort((left, right) => left - right));
    expect(percents.at(-1)).toBe(100);
  });
});

describe("shape", () => {
  it("repairs a draft once, out of sight", async () => {
    const parsed = { slogan: "Chai that waits for you in Pune", reasons: ["It is warm", "It is short"] };
    const queen = open([BAD, { parsed }]);
    const { chunks } = await queen.ask("a slogan for our tea in Pune");
    expect((await queen.values()).answer?.output).toEqual(parsed);
    expect(queen.models.calls[1]).toMatchObject({
      silent: true,
      schema: expect.objectContaining({ type: "object" }),
    });
    const streamed = chunks.filter(([namespace, mode]) => mode === "messages" && namespace.length > 1);
    expect(new Set(streamed.map(([, , payload]) => (payload as [{ id: string }])[0].id))).toEqual(
      new Set(["scripted-1"]),
    );
  });
});
