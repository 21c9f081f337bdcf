import { describe, expect, it } from "vitest";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import { compileSkill } from "../../src/skills/compile-skill.ts";
import { rankSkills, rankSkillsDetailed } from "../../src/skills/rank-skills.ts";
import { createSkillSet } from "../../src/skills/skill-set.ts";
import { TOOLS } from "./skill-source.ts";

function toSkill(id: string, description: string, { metadata = "", examples = "" } = {}): CompiledSkill {
  const name = id.split(".").at(-1) ?? id;
  const source = `---\nname: ${name}\ndescription: "${description}"\nmetadata:\n  version: "1"\n  ${metadata}\n---\n## Examples\n\n> ${examples || "nothing"}\n`;
  const outcome = compileSkill({ source, path: `/skills/${name}/SKILL.md`, id, ...TOOLS });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.skill;
}

const set = createSkillSet(1, [
  toSkill("research.market", "Sizes a market. Not for prices of rivals (research.competitor)."),
  toSkill("research.competitor", "Compares rivals on price.", { examples: "What does Zoho charge?" }),
  toSkill("content.email", "Writes mails.", {
    metadata: "tags: newsletter",
    examples: "दिवाली का ईमेल लिखिए",
  }),
  toSkill("seer.trend", "Finds trends.", {
    metadata: "capabilities: predict_trend detect_trend measure_momentum compare_trends trend_report",
  }),
]);
const first = (text: string) => rankSkills(set, text)[0]?.skill;

describe("ranking", () => {
  it.each([
    ["how large is the market for oat milk", "research.market"],
    ["rivals and their prices", "research.competitor"],
    ["what does Freshworks charge", "research.competitor"],
    ["a newsletter, please", "content.email"],
    ["measure the momentum of this topic", "seer.trend"],
    ["competitr prices", "research.competitor"],
    ["a comparison on price", "research.competitor"],
    ["Diwali ka kuch", "content.email"],
    ["दिवाली", "content.email"],
  ])("answers %j with %s", (text, expected) => {
    expect(first(text)).toBe(expected);
  });

  it("finds nothing in a request that shares no word, and in an empty one", () => {
    for (const text of [
      "What is the boiling point of tungsten?",
      "asdf qwer",
      "",
      "???",
      "how do I do it",
      "१२३",
    ]) {
      expect(rankSkillsDetailed(set, text)).toMatchObject({ ranked: [], known: 0 });
    }
  });

  it("says in plain words what decided", () => {
    expect(rankSkills(set, "A newsletter about Diwali")[0]?.why).toBe(
      '"newsletter" in its tags, "Diwali" in its examples',
    );
  });

  it("scores between 0 and 1, a known word in a name above one in a description, and is the same every time", () => {
    const ranked = rankSkills(set, "market rivals trend mails", 10);
    expect(ranked.map(({ score }) => score).every((score) => score > 0 && score <= 1)).toBe(true);
    const places = ranked.map(({ skill }) => skill);
    expect(places).toHaveLength(4);
    expect(places.indexOf("research.market")).toBeLessThan(places.indexOf("research.competitor"));
    expect(rankSkills(set, "market rivals trend mails", 10)).toEqual(ranked);
    expect(rankSkills(set, "market rivals trend mails", 2)).toEqual(ranked.slice(0, 2));
  });

  it("tells how much of the request is known, to a skill and to any", () => {
    const { ranked, known, words } = rankSkillsDetailed(set, "newsletter about tungsten");
    expect(words).toEqual(["newsletter", "tungsten"]);
    expect(known).toBeCloseTo(0.5);
    expect(ranked[0]).toMatchObject({ skill: "content.email", coverage: 0.5, excluded: 0 });
  });

  it("holds against a skill what it says it is not for", () => {
    const market = rankSkillsDetailed(set, "market of rivals").ranked.find(
      ({ skill }) => skill === "research.market",
    );
    expect(market?.excluded).toBeGreaterThan(0);
    expect(first("market of rivals and prices")).toBe("research.competitor");
  });
});
