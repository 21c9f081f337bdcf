import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { CompiledSkill, SkillSet } from "../../../src/domain/skill.ts";
import type { SkillRegistry } from "../../../src/skills/skill-registry.ts";
import type { Tool } from "../../../src/tools/tool.ts";
import type { GraphDeps } from "../../../graphs/deps.ts";
import { loadTestSkills, openQueen, routeTo, TEST_SKILLS } from "../queen-fixture.ts";
import { createScriptedModels, type ScriptedReply } from "../scripted-models.ts";

const LETTER = "## Letter\n\nWe open at nine [S1]";
const FACT = {
  label: "hours",
  text: "Opens at nine",
  source: { id: "tool:hours", title: "Opening hours", kind: "tool" as const },
};

const hours: Tool = {
  name: "opening-hours",
  description: "When the shop opens",
  destructive: false,
  input: z.object({ day: z.string() }),
  output: z.unknown(),
  run: async () => "nine",
  toFacts: () => ({ facts: [FACT], passages: [] }),
};

let registry: SkillRegistry;
beforeAll(async () => {
  registry = await loadTestSkills(TEST_SKILLS);
});
afterAll(() => registry.close());

/** The letter skill with tools and limits of its own. */
function withTools(changed: Partial<CompiledSkill["settings"]>): { current(): SkillSet } {
  const set = registry.current();
  const letter = set.find("desk.letter");
  if (letter === undefined) throw new Error("the test skill is missing");
  const skill = {
    ...letter,
    tools: ["opening-hours", "web-search"],
    settings: { ...letter.settings, ...changed },
  };
  return { current: () => ({ ...set, find: (id) => (id === skill.id ? skill : set.find(id)) }) };
}

function call(
  id: string,
  day = "Monday",
): { toolCalls: { id: string; name: string; args: Record<string, unknown> }[] } {
  return { toolCalls: [{ id, name: "opening-hours", args: { day } }] };
}

type Call = GraphDeps["tools"]["call"];
const answerHours: Call = async () => ({ ok: true, output: { opens: "nine" }, facts: [FACT], passages: [] });

function open(
  script: ScriptedReply[],
  settings: Partial<CompiledSkill["settings"]> = {},
  run: Call = answerHours,
) {
  const models = createScriptedModels(script);
  const tools = {
    get: (name: string) => (name === hours.name ? hours : undefined),
    isPublished: () => true,
    call: run,
  };
  return {
    ...openQueen({ skills: withTools(settings), router: routeTo("desk.letter"), models, tools }),
    models,
  };
}

describe("act", () => {
  it("offers the installed tools, gives their results back and cites them", async () => {
    const queen = open([call("c1"), LETTER]);
    const { chunks } = await queen.ask("write a letter to our customers");
    const [first, second] = queen.models.calls;
    expect(first?.tools?.map(({ name }) => name)).toEqual(["opening-hours"]);
    expect(first?.tools?.[0]?.schema).toMatchObject({ type: "object", required: ["day"] });
    expect(second?.messages.slice(-2).map(({ type }) => type)).toEqual(["ai", "tool"]);
    expect(second?.brief.facts).toContainEqual(FACT);
    expect(first?.brief.skill.sections.at(-1)?.body).toContain("web-search");
    expect((await queen.values()).answer?.sources).toContainEqual(FACT.source);
    const tools = chunks
      .filter(([, mode]) => mode === "tools")
      .map(([, , payload]) => (payload as { event: string }).event);
    expect(tools).toEqual(["on_tool_start", "on_tool_end"]);
  });

  it("stops offering tools when the calls are used up", async () => {
    const queen = open([{ toolCalls: [...call("c1").toolCalls, ...call("c2").toolCalls] }, LETTER], {
      maxToolCalls: 1,
    });
    await queen.ask("write a letter to our customers");
    const [, second] = queen.models.calls;
    expect(second?.tools).toBeUndefined();
    const results = second?.messages.filter(({ type }) => type === "tool") ?? [];
    expect(results.map(({ text }) => text.startsWith("Not run"))).toEqual([false, true]);
  });

  it("tells the model what went wrong with a tool", async () => {
    const queen = open([call("c1"), LETTER], {}, async () => ({
      ok: false,
      error: "day: must be a weekday",
    }));
    await queen.ask("write a letter to our customers");
    expect(queen.models.calls[1]?.messages.at(-1)?.text).toBe("day: must be a weekday");
    expect((await queen.values()).answer).not.toBeNull();
  });

  it("runs no tool that the skill does not have", async () => {
    const other = { toolCalls: [{ id: "c1", name: "delete-everything", args: {} }] };
    const run: string[] = [];
    const queen = open([other, LETTER], {}, async (_context, name) => {
      run.push(name);
      return { ok: true, output: {}, facts: [], passages: [] };
    });
    await queen.ask("write a letter to our customers");
    expect(run).toEqual([]);
    expect(queen.models.calls[1]?.messages.at(-1)?.text).toContain("no tool");
  });

  it("stops offering tools when the price of the skill is reached", async () => {
    const queen = open([call("c1"), LETTER], { maxCostMicrousd: 50 });
    await queen.ask("write a letter to our customers");
    expect(queen.models.calls.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0]);
  });

  it("goes on without a tool that throws", async () => {
    const queen = open([call("c1"), LETTER], {}, async () => {
      throw new Error("aborted");
    });
    await queen.ask("write a letter to our customers");
    expect(queen.models.calls[1]?.messages.at(-1)?.text).toContain("Go on without it");
  });

  it("adds up what all its calls used", async () => {
    const queen = open([call("c1"), LETTER]);
    await queen.ask("write a letter to our customers");
    expect((await queen.values()).usage).toEqual({
      tokens: { input: 20, output: 10 },
      cost_microusd: 200,
      ms: 14,
      models: ["scripted"],
    });
  });
});
