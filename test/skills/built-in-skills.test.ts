import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rankSkills } from "../../src/skills/rank-skills.ts";
import { createSkillRegistry, type SkillRegistry } from "../../src/skills/skill-registry.ts";
import { toJsonSchema } from "../../src/skills/to-json-schema.ts";
import { TOOLS } from "./skill-source.ts";

const SKILLS = fileURLToPath(new URL("../../skills", import.meta.url));
const BUILT_IN = [
  "campaign.diwali",
  "content.email",
  "content.linkedin",
  "general.assistant",
  "research.competitor",
];

const EvalFile = z.strictObject({
  skill_name: z.string(),
  evals: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        prompt: z.string().min(1),
        expected_output: z.string().min(1),
        assertions: z.array(z.string().min(1)).min(1),
      }),
    )
    .min(2),
});

let registry: SkillRegistry;
beforeAll(async () => {
  const log = { info() {}, warn() {} };
  registry = await createSkillRegistry({ sources: [SKILLS], watch: false, log, ...TOOLS });
});
afterAll(() => registry.close());

const first = (text: string) => rankSkills(registry.current(), text)[0]?.skill;

describe("the skills that come with the product", () => {
  it("compile without a complaint; a tool that is published and not installed is a note", () => {
    const report = registry.report();
    expect(report.map(({ id, status }) => [id, status])).toEqual(BUILT_IN.map((id) => [id, "ok"]));
    const said = report.flatMap(({ problems }) =>
      problems.map(({ severity, code }) => `${severity} ${code}`),
    );
    expect(new Set(said)).toEqual(new Set(["note tool_not_installed"]));
  });

  it.each(BUILT_IN)(
    "%s is written for experts: role, method, contract, checks, examples, evals",
    async (id) => {
      const skill = registry.current().find(id);
      if (skill === undefined) throw new Error(`${id} is not loaded`);
      expect(skill.description.length).toBeLessThanOrEqual(1_024);
      expect(skill.role.length).toBeGreaterThan(100);
      expect(skill.source.length).toBeGreaterThan(1_500);
      expect(skill.sections[0]?.heading).toBe("Method");
      expect(skill.output.length).toBeGreaterThanOrEqual(2);
      expect(skill.inputs.filter(({ required }) => required).length).toBeLessThanOrEqual(2);
      expect(skill.checks.some(({ rule }) => rule !== undefined)).toBe(true);
      expect(skill.examples.length).toBeGreaterThanOrEqual(4);
      expect(skill.examples.length).toBeLessThanOrEqual(8);
      expect(skill.examples.some((example) => /\p{Script=Devanagari}/u.test(example))).toBe(true);
      expect(Object.keys(toJsonSchema(skill.output)["properties"] as object)).toEqual(
        skill.output.map(({ name }) => name),
      );

      const evals = EvalFile.parse(
        JSON.parse(await readFile(path.join(path.dirname(skill.path), "evals/evals.json"), "utf8")),
      );
      expect(evals.skill_name).toBe(skill.name);
      expect(new Set(evals.evals.map((entry) => entry.id)).size).toBe(evals.evals.length);
    },
  );

  it("ask for little: the budget and the business of a Diwali plan, one thing of the others", () => {
    const required = (id: string) =>
      registry
        .current()
        .find(id)
        ?.inputs.filter((field) => field.required)
        .map(({ name }) => name);
    expect(BUILT_IN.map(required)).toEqual([
      ["business", "budget"],
      ["topic"],
      ["topic"],
      ["question"],
      ["competitors"],
    ]);
  });

  it("are found by each of their own examples", () => {
    for (const skill of registry.current().skills) {
      for (const example of skill.examples) expect([example, first(example)]).toEqual([example, skill.id]);
    }
  });
});

describe("a request that no skill has seen", () => {
  it.each([
    ["How does our pricing compare with Swiggy and Zomato?", "research.competitor"],
    [
      "Who are the main rivals of a co-working space in Indore and what do they promise?",
      "research.competitor",
    ],
    [
      "Which competitor should we watch, and what did they change on their site this year?",
      "research.competitor",
    ],
    ["Give me a comparison of FreshToHome versus Licious versus us", "research.competitor"],
    ["hamare competitor ki pricing aur positioning batao", "research.competitor"],
    ["Deepawali offers for our furniture showroom in Lucknow, we can spend 3 lakh", "campaign.diwali"],
    [
      "How should a bakery in Kochi promote gift boxes for the festive season with 60,000 rupees?",
      "campaign.diwali",
    ],
    ["Diwali marketing ideas for a gym in Surat", "campaign.diwali"],
    ["दीपावली के लिए कपड़ों की दुकान का प्रचार कैसे करें, बजट 80 हजार", "campaign.diwali"],
    ["धनतेरस पर ज्वेलरी शोरूम के लिए योजना बनाइए, बजट 3 लाख", "campaign.diwali"],
    ["is diwali par kya offer de apni electronics dukaan mein, 25000 budget", "campaign.diwali"],
    ["Draft a mail to customers about the new return policy", "content.email"],
    ["Can you write a re-engagement newsletter for inactive subscribers?", "content.email"],
    ["Three follow up emails after a product demo", "content.email"],
    ["Please draft an apology mail for the delayed orders", "content.email"],
    ["hamare purane customers ke liye ek email likho 20% discount ke saath", "content.email"],
    ["Post for LinkedIn about our new office in Bhubaneswar", "content.linkedin"],
    ["help me write something on linkdin about failing my first startup", "content.linkedin"],
    ["a strong hook for a founder story about bootstrapping", "content.linkedin"],
    ["linkedin pe hiring ka post chahiye, sales manager Mumbai", "content.linkedin"],
    ["What does customer lifetime value mean?", "general.assistant"],
    ["How do I give RaptorFlow my company documents?", "general.assistant"],
    ["Hello, what can you help me with?", "general.assistant"],
    ["explain AIDA vs PAS", "general.assistant"],
    ["ROAS ka matlab kya hai", "general.assistant"],
  ])("%j is ranked first for %s", (request, expected) => {
    expect(first(request)).toBe(expected);
  });

  it.each([
    "What is the boiling point of tungsten?",
    "asdf qwer zxcv",
    "Who won the cricket match yesterday?",
    "मौसम कैसा है आज दिल्ली में?",
  ])("%j has nothing in common with any skill", (request) => {
    expect(rankSkills(registry.current(), request)).toEqual([]);
  });

  it("scores far lower when the match is an accident", () => {
    const score = (text: string) => rankSkills(registry.current(), text)[0]?.score ?? 0;
    const asked = score("Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh");
    for (const text of ["Write a Python function that sorts a list", "Book me a flight to Goa on Friday"]) {
      expect(score(text)).toBeLessThan(asked / 3);
    }
  });
});
