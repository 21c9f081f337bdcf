import { describe, expect, it } from "vitest";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import { clock } from "../support/clock.ts";

const read = (text: string) => perceive(text, { clock });

describe("perceive", () => {
  it("reads the money, the place and the festival of a campaign", () => {
    const seen = read("Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh");
    expect(seen).toMatchObject({
      language: "en",
      intent: { type: "create" },
      festivals: ["diwali"],
      places: ["Pune"],
      money: [{ text: "2 lakh", paise: 2_00_000_00 }],
      complexity: "complex",
    });
  });

  it("gives each entity its offsets in the text", () => {
    const text =
      "Asha Rao of Kirana Labs Pvt Ltd wants 20% more orders in Surat by 12 December for ₹49,999, Mr Shah agrees";
    const { entities } = read(text);
    expect(entities.map(({ type }) => type).sort()).toEqual([
      "company",
      "date",
      "location",
      "money",
      "percentage",
      "person",
    ]);
    for (const entity of entities) expect(text.slice(entity.start, entity.end)).toBe(entity.text);
  });

  it("names the companies of a comparison", () => {
    const { entities } = read("compare us with Boat and Noise on price");
    expect(entities.filter(({ type }) => type === "company").map(({ text }) => text)).toEqual([
      "Boat",
      "Noise",
    ]);
  });

  it("names a product that is called ours", () => {
    expect(read("We launch our new app Kirana Plus soon").entities).toContainEqual(
      expect.objectContaining({ type: "product", text: "Kirana Plus" }),
    );
  });

  it("reads a Hinglish request", () => {
    expect(read("Pune ki mithai ki dukaan ke liye 2 lakh mein Diwali campaign banao")).toMatchObject({
      language: "hi-Latn",
      intent: { type: "create" },
      places: ["Pune"],
      festivals: ["diwali"],
      money: [{ paise: 2_00_000_00 }],
    });
  });

  it("says simple, balanced and complex by what is asked", () => {
    expect(read("hello").complexity).toBe("simple");
    expect(read("Write a 3-email sequence and a LinkedIn post for our Diwali offer").complexity).toBe(
      "balanced",
    );
    expect(
      read("Compare us with Zoho, then plan a launch campaign in Pune with 5 lakh before 12 December")
        .complexity,
    ).toBe("complex");
  });
});
