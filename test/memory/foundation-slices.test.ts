import { describe, expect, it } from "vitest";
import { Foundation } from "../../src/domain/foundation.ts";
import { toFoundationSlice } from "../../src/memory/foundation-slices.ts";

const foundation = Foundation.parse({
  company_name: "Meetha House",
  industry: "Sweets",
  location: "Pune",
  pricing_info: "Boxes from ₹399",
  products: ["laddu", "barfi"],
  icps: ["A", "B", "C", "D"].map((name) => ({
    name: `Customer ${name}`,
    pain_points: ["no time"],
    goals: ["gifts"],
  })),
  competitors: ["Kaka", "Chitale", "Haldiram", "Bikaji"].map((name) => ({ name, notes: "nearby" })),
  brand_voice: "Warm",
  constitution: { no_emojis: true },
});
const labels = (names: string[]) => toFoundationSlice(foundation, names).map(({ label }) => label);

describe("toFoundationSlice", () => {
  it("always says who speaks, where, and what is forbidden", () => {
    expect(labels([])).toEqual(["company_name", "industry", "location", "brand_rule"]);
    expect(toFoundationSlice(null, ["products"])).toEqual([]);
    expect(toFoundationSlice({}, ["products"])).toEqual([]);
  });

  it("adds what was asked for, by any of its names, with its source", () => {
    expect(toFoundationSlice(foundation, ["pricing", "products"]).slice(4)).toEqual([
      {
        label: "pricing_info",
        text: "Boxes from ₹399",
        source: { id: "foundation.pricing_info", title: "Foundation: pricing info", kind: "foundation" },
      },
      {
        label: "products",
        text: "laddu; barfi",
        source: { id: "foundation.products", title: "Foundation: products", kind: "foundation" },
      },
    ]);
    expect(labels(["brand-voice"])).toContain("brand_voice");
  });

  it("takes three customers and three competitors", () => {
    const slice = toFoundationSlice(foundation, ["icp_summaries", "competitors"]);
    expect(slice.filter(({ label }) => label === "ideal_customer")).toHaveLength(3);
    expect(slice.filter(({ label }) => label === "competitor").map(({ text }) => text)).toEqual([
      "Kaka: nearby",
      "Chitale: nearby",
      "Haldiram: nearby",
    ]);
    expect(labels(["icps", "icp_summaries"]).filter((label) => label === "ideal_customer")).toHaveLength(4);
  });

  it("has a slice for every part of the foundation", () => {
    const full: Record<string, unknown> = {
      ...foundation,
      ...Object.fromEntries(
        Object.keys(Foundation.shape)
          .filter((name) => !(name in foundation))
          .map((name) => [name, name === "subscription_tier" ? "free" : name]),
      ),
    };
    for (const name of [
      "key_differentiators",
      "target_markets",
      "tone_keywords",
      "messaging_pillars",
      "regional_languages",
    ])
      full[name] = [name];
    for (const name of Object.keys(Foundation.shape)) {
      const facts = toFoundationSlice(Foundation.parse(full), [name]);
      expect(
        facts.some(({ source }) => source.id === `foundation.${name}`),
        name,
      ).toBe(true);
    }
  });
});
