import { beforeAll, describe, expect, it } from "vitest";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import { createRouter } from "../../../src/agents/route/create-router.ts";
import type { Route } from "../../../src/domain/route.ts";
import type { SkillSet } from "../../../src/domain/skill.ts";
import { clock } from "../support/clock.ts";
import { loadSkills, toSkill, withSkills } from "../support/skills.ts";
import { HELD_OUT_REQUESTS } from "./held-out-requests.ts";
import { TUNED_REQUESTS, UNCOVERED_REQUESTS } from "./tuned-requests.ts";

let skills: SkillSet;
beforeAll(async () => {
  skills = await loadSkills();
});

function route(text: string, set: SkillSet = skills): Route {
  return createRouter({ skills: () => set })(text, perceive(text, { clock }));
}

function toLabel({ outcome, skills: chosen }: Route): string {
  return outcome === "single" || outcome === "several"
    ? chosen.map(({ skill }) => skill).join(" + ")
    : outcome;
}

type Judged = { text: string; wanted: string; got: string; confidence: number };

function judge(requests: Record<string, string[]>): Judged[] {
  return Object.entries(requests).flatMap(([wanted, texts]) =>
    texts.map((text) => {
      const decided = route(text);
      return { text, wanted, got: toLabel(decided), confidence: decided.confidence };
    }),
  );
}

const share = (judged: Judged[]) => judged.filter(({ wanted, got }) => wanted === got).length / judged.length;

describe("createRouter on the shipped skills", () => {
  it("decides the requests it was tuned on", () => {
    const wrong = judge(TUNED_REQUESTS).filter(({ wanted, got }) => wanted !== got);
    expect(wrong).toEqual([]);
  });

  it("decides 95 of 100 requests it has never seen", () => {
    const judged = judge(HELD_OUT_REQUESTS);
    expect(judged.length).toBeGreaterThan(120);
    expect(share(judged)).toBeGreaterThanOrEqual(0.95);
  });

  it("never takes up what no skill is for, and never turns away what one is for", () => {
    const judged = judge(HELD_OUT_REQUESTS);
    expect(judged.filter(({ wanted, got }) => wanted === "outside" && got !== "outside")).toEqual([]);
    expect(judged.filter(({ wanted, got }) => wanted !== "outside" && got === "outside")).toEqual([]);
  });

  it("is right about as often as it says", () => {
    const judged = judge(HELD_OUT_REQUESTS);
    const stated = judged.reduce((sum, { confidence }) => sum + confidence, 0) / judged.length;
    expect(Math.abs(stated - share(judged))).toBeLessThan(0.1);
  });

  it("gives marketing that no loaded skill is for to none of the others", () => {
    for (const text of UNCOVERED_REQUESTS)
      expect(["general.assistant", "outside", "unclear"]).toContain(toLabel(route(text)));
  });

  it("says why and by which layers it decided", () => {
    const {
      skills: chosen,
      path,
      confidence,
    } = route("Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh");
    expect(chosen[0]?.why).toContain('"Diwali" in its name');
    expect(path).toEqual(["retrieval", "classifier"]);
    expect(confidence).toBeGreaterThan(0.9);
  });

  it("offers candidates when it cannot choose", () => {
    expect(route("I need something for Diwali").skills[0]?.skill).toBe("campaign.diwali");
  });

  it("reads a request of any length", () => {
    expect(route("Plan a Diwali campaign for a sweets shop. ".repeat(2_000)).outcome).toBe("single");
    expect(route("").outcome).toBe("unclear");
  });
});

const BLOG = `---
name: blog
description: Writes long SEO blog articles with an outline and headings. Use when someone asks for a blog post or an article. Not for LinkedIn posts or email.
---

# Blog article

You write articles.
`;
const RECIPE = `---
name: recipe
description: Writes cooking recipes with ingredients and steps. Use when someone wants to cook a dish.
---

# Recipe

You cook.

## Examples

> Give me a recipe for dal makhani
`;

describe("createRouter on added skills", () => {
  it("routes to a skill by its own words as soon as it is loaded", () => {
    const request = "write a blog article on monsoon hair care";
    expect(toLabel(route(request))).not.toBe("content.blog");
    expect(toLabel(route(request, withSkills(skills, toSkill("content.blog", BLOG))))).toBe("content.blog");
  });

  it("takes up another trade when a skill is for it", () => {
    const request = "Give me a recipe for paneer butter masala";
    expect(toLabel(route(request))).toBe("outside");
    expect(toLabel(route(request, withSkills(skills, toSkill("kitchen.recipe", RECIPE))))).toBe(
      "kitchen.recipe",
    );
  });

  it("keeps its other decisions", () => {
    const set = withSkills(skills, toSkill("content.blog", BLOG), toSkill("kitchen.recipe", RECIPE));
    const judged = Object.entries(TUNED_REQUESTS).flatMap(([wanted, texts]) =>
      texts.map((text) => wanted === toLabel(route(text, set))),
    );
    expect(judged.filter(Boolean).length / judged.length).toBeGreaterThan(0.95);
  });

  it("declines a question of marketing when nobody is there for general help", () => {
    const set = {
      ...skills,
      skills: skills.skills.filter(({ id }) => id !== "general.assistant"),
      find: (reference: string) => (reference === "general.assistant" ? undefined : skills.find(reference)),
    };
    expect(toLabel(route("How do I calculate CAC?", set))).toBe("outside");
  });

  it("reads the set that is loaded at the moment of the request", () => {
    let set = skills;
    const decide = createRouter({ skills: () => set });
    const text = "write a blog article on monsoon hair care";
    const before = toLabel(decide(text, perceive(text, { clock })));
    set = withSkills(skills, toSkill("content.blog", BLOG));
    expect([before, toLabel(decide(text, perceive(text, { clock })))]).toEqual([
      "general.assistant",
      "content.blog",
    ]);
  });
});
