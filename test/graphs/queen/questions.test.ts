import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Route } from "../../../src/domain/route.ts";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels } from "../scripted-models.ts";

const SLOGAN = "## Slogan\n\nChai that waits for you\n\n## Reasons\n\n- It is warm\n- It is short";

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => skills.close());

function openSlogan(...script: string[]) {
  const models = createScriptedModels(script);
  return { ...openQueen({ skills, router: routeTo("desk.slogan"), models }), models };
}

describe("a missing input", () => {
  it("is asked for, before any model is paid", async () => {
    const queen = openSlogan();
    await queen.ask("a slogan please");
    const [question] = await queen.interrupts();
    expect(question).toMatchObject({
      kind: "question",
      missing: expect.arrayContaining([
        { name: "city", type: "enum(Pune, Mumbai, Nagpur)", description: "Where it is sold" },
      ]),
    });
    expect(queen.models.calls).toEqual([]);
  });

  it("is taken from plain text", async () => {
    const queen = openSlogan(SLOGAN);
    await queen.ask("a slogan for my tea stall");
    await queen.resume("in Pune");
    const { answer, results } = await queen.values();
    expect(answer?.text).toContain("Chai that waits");
    expect(results[0]?.inputs).toMatchObject({ city: "Pune" });
  });

  it("is taken from an object, and the conversation shows question and answer", async () => {
    const queen = openSlogan(SLOGAN);
    await queen.ask("a slogan for my tea stall");
    await queen.resume({ city: "Mumbai", product: "masala tea" });
    const { messages, results } = await queen.values();
    expect(results[0]?.inputs).toMatchObject({ city: "Mumbai" });
    expect(messages.map((message) => message.type)).toEqual(["human", "ai", "human", "ai"]);
    expect(messages[2]?.text).toContain("city: Mumbai");
  });

  it("is asked for again, with the reason, when the answer does not fit", async () => {
    const queen = openSlogan(SLOGAN);
    await queen.ask("a slogan for my tea stall");
    const [first] = await queen.interrupts();
    await queen.resume({ city: "Paris" });
    const [second] = await queen.interrupts();
    expect(second).toMatchObject({ kind: "question" });
    expect(JSON.stringify(second)).toContain("Paris");
    expect(second).not.toEqual(first);
    await queen.resume("Nagpur");
    expect((await queen.values()).results[0]?.inputs).toMatchObject({ city: "Nagpur" });
  });
});

describe("a vague request", () => {
  const vague: Route = {
    outcome: "unclear",
    skills: [{ skill: "desk.letter", score: 0.2, why: "" }],
    confidence: 0.2,
    path: ["scripted"],
  };
  const clear = routeTo("desk.letter");

  it("is asked what it means, with what can be done; the answer is routed together with it", async () => {
    const models = createScriptedModels(["## Letter\n\nDear customer"]);
    const seen: string[] = [];
    const router = (text: string, perception: Parameters<typeof clear>[1]): Route => {
      seen.push(text);
      return text.includes("letter") ? clear(text, perception) : vague;
    };
    const queen = openQueen({ skills, router, models });
    await queen.ask("help me with marketing");
    const [question] = await queen.interrupts();
    expect(question).toMatchObject({
      kind: "question",
      missing: [],
      question: expect.stringContaining("Customer letter"),
    });
    await queen.resume("a letter about our new hours");
    expect(seen.at(-1)).toBe("help me with marketing\n\na letter about our new hours");
    const { messages, route } = await queen.values();
    expect(route?.path).toContain("clarify");
    expect(messages.map(({ type }) => type)).toEqual(["human", "ai", "human", "ai"]);
  });

  it("takes the number of an option", async () => {
    const models = createScriptedModels(["## Letter\n\nDear customer"]);
    const router = (text: string, perception: Parameters<typeof clear>[1]): Route =>
      text.includes("Customer letter") ? clear(text, perception) : vague;
    const queen = openQueen({ skills, router, models });
    await queen.ask("help me");
    await queen.resume("1");
    expect((await queen.values()).answer?.skill).toBe("desk.letter");
  });

  it("is asked again when the answer is empty, and at most twice", async () => {
    const queen = openQueen({ skills, router: () => vague, models: createScriptedModels([]) });
    await queen.ask("help me");
    await queen.resume({});
    expect(JSON.stringify(await queen.interrupts())).toContain("empty");
    await queen.resume("with things");
    expect(await queen.interrupts()).toHaveLength(1);
    await queen.resume("and stuff");
    // Without a general assistant there is nobody left to ask.
    expect(await queen.interrupts()).toEqual([]);
    expect(await queen.reply()).toContain("outside what I can help with");
  });
});

describe("requests that no skill answers", () => {
  it("are declined with what the loaded skills do", async () => {
    const outside: Route = { outcome: "outside", skills: [], confidence: 0.9, path: ["scripted"] };
    const queen = openQueen({ skills, router: () => outside, models: createScriptedModels([]) });
    await queen.ask("What is the boiling point of water?");
    for (const title of ["Slogan", "Customer letter", "Supplier payment"])
      expect(await queen.reply()).toContain(title);
    expect((await queen.values()).answer).toBeNull();
  });

  it("reach a person when one is wished for", async () => {
    const queen = openQueen({ skills, router: routeTo("desk.letter"), models: createScriptedModels([]) });
    const { custom } = await queen.ask("I want to talk to a human");
    expect((await queen.values()).route?.path).toEqual(["escalate"]);
    expect(custom).toContainEqual(
      expect.objectContaining({
        type: "route-decided",
        route: expect.objectContaining({ path: ["escalate"] }),
      }),
    );
    expect(await queen.reply()).toContain("person");
  });
});
