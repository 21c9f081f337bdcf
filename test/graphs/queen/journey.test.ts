import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HumanMessage } from "@langchain/core/messages";
import { createRouter } from "../../../src/agents/route/create-router.ts";
import { createFestivalCalendar } from "../../../src/india/festival-calendar.ts";
import { createModelGateway } from "../../../src/models/gateway.ts";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import { createToolRegistry } from "../../../src/tools/registry.ts";
import { createMemoryKnowledge } from "../../../graphs/standalone/memory-knowledge.ts";
import { CLOCK, loadTestSkills, openQueen, REAL_SKILLS } from "../queen-fixture.ts";

const DIWALI = "Plan a Diwali campaign for my sweet shop in Pune, budget 2 lakh";
const KEYS =
  "messages perception passages route plan results answer critique verdict usage degraded errors".split(" ");

let skills: SkillRegistry;
beforeAll(async () => {
  skills = await loadTestSkills(REAL_SKILLS);
});
afterAll(() => skills.close());

/** The Queen as the service builds her, with no key. */
function open() {
  const knowledge = createMemoryKnowledge([
    {
      title: "Prices",
      text: "A box of kaju katli costs 900 rupees.\n\nWe deliver sweets within 8 km of Kothrud, Pune.",
    },
  ]);
  const timeouts = { firstTokenMs: 1_000, silenceMs: 1_000, totalMs: 5_000 };
  return openQueen({
    skills,
    knowledge,
    router: createRouter({ skills: () => skills.current() }),
    models: createModelGateway({
      settings: { openaiApiKey: null, openaiBaseUrl: null, tiers: {}, timeouts },
      clock: CLOCK,
    }),
    tools: createToolRegistry({ knowledge, festivals: createFestivalCalendar() }),
  });
}

describe("a Diwali campaign without a key", () => {
  it("is routed, written, checked and released", async () => {
    const queen = open();
    const { custom } = await queen.ask(DIWALI);
    const values = await queen.values();
    expect(Object.keys(values).sort()).toEqual([...KEYS].sort());
    expect(values.route).toMatchObject({ outcome: "single", skills: [{ skill: "campaign.diwali" }] });
    expect(values.answer?.text).toContain("Pune");
    expect(values.answer?.text).toMatch(/2 lakh|2,00,000/);
    expect(values.critique).toMatchObject({ revisions: 0, by: "rules" });
    expect(values.verdict?.decision).not.toBe("withhold");
    expect(values.usage?.models).toEqual(["offline"]);
    expect([values.degraded, values.errors]).toEqual([null, []]);
    expect(new Set(custom.map(({ type }) => type))).toEqual(
      new Set([
        "perception-ready",
        "route-decided",
        "plan-made",
        "step-start",
        "step-end",
        "cost-recorded",
        "critique-made",
        "verdict-made",
        "progress",
      ]),
    );
  });

  it("streams the words of the answer as one message", async () => {
    const queen = open();
    const { chunks } = await queen.ask(DIWALI);
    const { messages, answer, critique } = await queen.values();
    const last = messages.at(-1);
    const streamed = chunks.flatMap(([, mode, payload]) =>
      mode === "messages" ? [payload as [{ id: string; content: string }]] : [],
    );
    const words = streamed.filter(([message]) => message.id === last?.id).map(([message]) => message.content);
    expect(words.length).toBeGreaterThan(20);
    expect(words.join("")).toBe(answer?.text);
    expect(last?.additional_kwargs).toMatchObject({ skill: "campaign.diwali", score: critique?.score });
  });

  it("remembers what it answered", async () => {
    const queen = open();
    await queen.ask(DIWALI);
    expect(queen.episodes.list()).toEqual([
      expect.objectContaining({
        threadId: queen.configurable.thread_id,
        summary: expect.stringContaining("campaign.diwali"),
      }),
    ]);
  });

  it("can be changed by a follow-up", async () => {
    const queen = open();
    await queen.ask(DIWALI);
    await queen.ask("make it shorter");
    const { route, results, perception, messages } = await queen.values();
    expect(route).toMatchObject({ outcome: "single", skills: [{ skill: "campaign.diwali" }] });
    expect(route?.path).toContain("follow-up");
    expect(perception?.text).toBe(`make it shorter\n\n${DIWALI}`);
    expect(results[0]?.inputs).toMatchObject({ budget: 2_00_000_00, city: "Pune" });
    expect(messages.map(({ type }) => type)).toEqual(["human", "ai", "human", "ai"]);
  });

  it("needs no checkpointer as long as nothing is asked", async () => {
    const { graph } = open();
    const { answer } = await graph.invoke({ messages: [new HumanMessage(DIWALI)] });
    expect(answer?.text).toContain("Pune");
  });
});

describe("other requests", () => {
  it("outside of what the skills do are declined", async () => {
    const queen = open();
    await queen.ask("What is the boiling point of water?");
    expect((await queen.values()).route?.outcome).toBe("outside");
    expect(await queen.reply()).toContain("Diwali campaign");
  });

  it("that are vague are asked about", async () => {
    const queen = open();
    await queen.ask("help me with marketing");
    expect(await queen.interrupts()).toEqual([expect.objectContaining({ kind: "question" })]);
    await queen.resume(DIWALI);
    expect((await queen.values()).answer?.skill).toBe("campaign.diwali");
  });

  it("that stay vague after two questions are answered in general", async () => {
    const queen = open();
    await queen.ask("help me");
    await queen.resume("with things");
    await queen.resume("and stuff");
    const { route, answer } = await queen.values();
    expect(route?.path).toEqual(expect.arrayContaining(["clarify", "general"]));
    expect(answer?.skill).toBe("general.assistant");
  });

  it("that lack an input are asked for it", async () => {
    const queen = open();
    await queen.ask("Plan a Diwali campaign for my sweet shop in Pune");
    expect(await queen.interrupts()).toEqual([
      expect.objectContaining({ missing: [expect.objectContaining({ name: "budget", type: "money" })] }),
    ]);
    await queen.resume("2 lakh");
    expect((await queen.values()).results[0]?.inputs).toMatchObject({ budget: 2_00_000_00 });
  });

  it("for two things get both", async () => {
    const queen = open();
    await queen.ask(`${DIWALI}, and write a LinkedIn post about our new kaju katli gift boxes`);
    const { answer, route } = await queen.values();
    expect(route?.outcome).toBe("several");
    expect(answer?.skill.split(" + ").sort()).toEqual(["campaign.diwali", "content.linkedin"]);
    expect(answer?.text).toContain("₹2 lakh");
  });
});
