import { describe, expect, it } from "vitest";
import { acceptAnswer } from "../../../src/agents/inputs/accept-answer.ts";
import type { Field } from "../../../src/domain/skill.ts";
import { clock } from "../support/clock.ts";
import { field, listOf } from "../support/fields.ts";

const budget = field("budget", "money");
const city = field("city", "string");
const topic = field("topic", "string");
const emails = field("emails", "integer", { bounds: { min: 1, max: 7, unit: "value" } });
const rivals = field("competitors", listOf("string"));

function answer(missing: Field[], resume: unknown) {
  const accepted = acceptAnswer({ missing, resume, clock });
  return { ...accepted, missing: accepted.missing.map(({ name }) => name) };
}

describe("acceptAnswer", () => {
  it("takes plain text for the one thing that is missing", () => {
    expect(answer([budget], "around 2 lakh")).toEqual({
      values: { budget: 2_00_000_00 },
      missing: [],
      complaint: null,
    });
    expect(answer([topic], "Our new shop in Baner")).toEqual({
      values: { topic: "Our new shop in Baner" },
      missing: [],
      complaint: null,
    });
    expect(answer([rivals], "Boat, Noise and Fire-Boltt").values).toEqual({
      competitors: ["Boat", "Noise", "Fire-Boltt"],
    });
    expect(answer([budget], "50000").values).toEqual({ budget: 50_000_00 });
  });

  it("takes an object by name, however the name is spelled", () => {
    expect(answer([budget, city], { Budget: "2 lakh", city: "Pune" })).toEqual({
      values: { budget: 2_00_000_00, city: "Pune" },
      missing: [],
      complaint: null,
    });
    expect(answer([budget, city], '{"budget": "3 lakh"}')).toEqual({
      values: { budget: 3_00_000_00 },
      missing: ["city"],
      complaint: null,
    });
  });

  it("takes bare values that only one field can take", () => {
    expect(answer([emails], 3).values).toEqual({ emails: 3 });
    expect(answer([rivals], ["Boat"]).values).toEqual({ competitors: ["Boat"] });
    expect(answer([city, rivals], ["Boat", "Noise"]).values).toEqual({ competitors: ["Boat", "Noise"] });
  });

  it("sorts one sentence into several fields", () => {
    expect(answer([budget, city], "2 lakh, in Pune").values).toEqual({ budget: 2_00_000_00, city: "Pune" });
    expect(answer([topic, city], "topic: our loyalty card\ncity: Surat").values).toEqual({
      topic: "our loyalty card",
      city: "Surat",
    });
    expect(answer([topic, city], "our loyalty card\nSurat").values).toEqual({
      topic: "our loyalty card",
      city: "Surat",
    });
  });

  it("keeps what it understood and asks for the rest", () => {
    expect(answer([budget, city], "the budget is 2 lakh")).toEqual({
      values: { budget: 2_00_000_00 },
      missing: ["city"],
      complaint: null,
    });
  });

  it("says what does not fit and what would", () => {
    expect(answer([emails], "12")).toMatchObject({
      values: {},
      missing: ["emails"],
      complaint: '"12" does not fit emails: it must be a whole number from 1 to 7.',
    });
    expect(answer([budget], "a lot").complaint).toContain('an amount such as "2 lakh"');
  });

  it.each([
    ["I don't know"],
    ["skip"],
    ["पता नहीं"],
    [""],
    [null],
    [undefined],
    [{}],
    [{ decisions: [{ type: "approve" }] }],
  ])("takes no answer from %o and says so", (resume) => {
    const { values, missing, complaint } = answer([topic], resume);
    expect([values, missing]).toEqual([{}, ["topic"]]);
    expect(complaint).not.toBeNull();
  });
});
