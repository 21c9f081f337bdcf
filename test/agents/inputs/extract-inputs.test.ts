import { beforeAll, describe, expect, it } from "vitest";
import { extractInputs } from "../../../src/agents/inputs/extract-inputs.ts";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import type { Foundation } from "../../../src/domain/foundation.ts";
import type { Field, SkillSet } from "../../../src/domain/skill.ts";
import { clock } from "../support/clock.ts";
import { field, listOf } from "../support/fields.ts";
import { loadSkills } from "../support/skills.ts";

let skills: SkillSet;
beforeAll(async () => {
  skills = await loadSkills();
});

function extract(
  inputs: Field[],
  text: string,
  rest: { foundation?: Foundation; given?: Record<string, unknown> } = {},
) {
  const found = extractInputs({
    skill: { inputs },
    text,
    perception: perceive(text, { clock }),
    foundation: null,
    ...rest,
  });
  return { ...found, missing: found.missing.map(({ name }) => name) };
}

const shipped = (id: string) => skills.find(id)?.inputs ?? [];

describe("extractInputs on the shipped skills", () => {
  it("fills a Diwali campaign from one sentence", () => {
    expect(
      extract(
        shipped("campaign.diwali"),
        "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh",
      ),
    ).toEqual({
      inputs: { business: "a sweets shop in Pune", budget: 2_00_000_00, city: "Pune" },
      missing: [],
    });
  });

  it("asks for the budget that nobody named", () => {
    expect(
      extract(shipped("campaign.diwali"), "Dhanteras promotion for a jewellery showroom in Surat").missing,
    ).toEqual(["budget"]);
  });

  it("reads the number of mails and their topic", () => {
    expect(
      extract(
        shipped("content.email"),
        "Write a 3-email sequence for customers who have not ordered in 90 days, 20% off on gift boxes",
      ),
    ).toMatchObject({
      inputs: {
        emails: 3,
        audience: "customers who have not ordered in 90 days",
        offer: "20% off on gift boxes",
      },
      missing: [],
    });
  });

  it.each([
    ["compare us with Boat and Noise on price and message before Friday's meeting", ["Boat", "Noise"]],
    ["What do Zoho and Freshworks charge, and where do we lose against them?", ["Zoho", "Freshworks"]],
    ["Three of our last five lost deals went to Wakefit. Why?", ["Wakefit"]],
    ["competitor analysis of Mamaearth, Plum and Minimalist", ["Mamaearth", "Plum", "Minimalist"]],
    ["Lenskart ke mukable hum kahan khade hain?", ["Lenskart"]],
    ["Haldiram और Bikaji से तुलना करो", ["Haldiram", "Bikaji"]],
    ["why do people choose Rapido over us", ["Rapido"]],
    ["compare our plan to theirs: Zoho, Odoo and Tally", ["Zoho", "Odoo", "Tally"]],
  ])("reads the rivals of: %s", (text, competitors) => {
    expect(extract(shipped("research.competitor"), text)).toMatchObject({
      inputs: { competitors },
      missing: [],
    });
  });

  it("takes the rivals of the foundation when the request names none, and asks when neither does", () => {
    const text = "Who are our competitors and how are they positioned?";
    const foundation = { competitors: [{ name: "Sleepy Owl" }, { name: "Rage Coffee" }] };
    expect(extract(shipped("research.competitor"), text, { foundation }).inputs["competitors"]).toEqual([
      "Sleepy Owl",
      "Rage Coffee",
    ]);
    expect(extract(shipped("research.competitor"), text).missing).toEqual(["competitors"]);
  });

  it.each([
    ["Write a LinkedIn post about how we hired our first 10 people", "how we hired our first 10 people"],
    ["Write a LinkedIn post for our Diwali offer", "our Diwali offer"],
    ["Post for LinkedIn: we crossed 1,000 customers without ads", "we crossed 1,000 customers without ads"],
    ["We let 12 people go today. Write an honest LinkedIn post.", "We let 12 people go today."],
    ["linkedin ke liye ek post likho humari nayi factory ke baare mein", "humari nayi factory"],
    ["लिंक्डइन पर हमारी टीम की सफलता के बारे में पोस्ट लिखिए", "हमारी टीम की सफलता"],
  ])("reads the topic of: %s", (text, topic) => {
    expect(extract(shipped("content.linkedin"), text).inputs["topic"]).toBe(topic);
  });

  it("does not say the topic twice", () => {
    const fields = [field("topic", "string"), field("angle", "string", { required: false })];
    expect(extract(fields, "a post about our new shop").inputs).toEqual({ topic: "our new shop" });
  });

  it("asks for the topic of a post about nothing", () => {
    expect(extract(shipped("content.linkedin"), "Write a LinkedIn post").missing).toEqual(["topic"]);
  });
});

describe("extractInputs by kind of field", () => {
  const budget = field("budget", "money");
  const start = field("start_date", "date", { required: false });
  const end = field("end_date", "date", { required: false });

  it("gives each of two amounts to the field whose word it stands next to", () => {
    const fields = [budget, field("price", "money")];
    expect(extract(fields, "boxes at a price of ₹499, budget 2 lakh").inputs).toEqual({
      budget: 2_00_000_00,
      price: 499_00,
    });
  });

  it("takes the earlier of two days as the start", () => {
    expect(extract([start, end], "from 10 November to 20 November").inputs).toEqual({
      start_date: "2026-11-10",
      end_date: "2026-11-20",
    });
    expect(extract([start, end], "before 20 November").inputs).toEqual({ end_date: "2026-11-20" });
  });

  it("counts weeks as days where days are asked for", () => {
    expect(extract([field("duration_days", "integer")], "a plan for two weeks").inputs).toEqual({
      duration_days: 14,
    });
  });

  it("chooses an enum value that is named, and none of two", () => {
    const tone = field("tone", { kind: "enum", values: ["formal", "playful"] }, { required: false });
    expect(extract([tone], "a formal email").inputs).toEqual({ tone: "formal" });
    expect(extract([tone], "formal or playful?").inputs).toEqual({});
    expect(extract([tone], "an email that is not formal").inputs).toEqual({});
  });

  it("reads yes and no", () => {
    const emojis = field("include_emojis", "boolean", { required: false });
    expect(extract([emojis], "with emojis please").inputs).toEqual({ include_emojis: true });
    expect(extract([emojis], "no emojis").inputs).toEqual({ include_emojis: false });
    expect(extract([emojis], "write a post").inputs).toEqual({});
  });

  it("reads addresses, platforms, places and festivals", () => {
    const fields = [
      field("website", "url"),
      field("channels", listOf("string")),
      field("cities", listOf("string")),
      field("festival", "string"),
    ];
    expect(
      extract(fields, "Holi push on Instagram and WhatsApp in Pune and Surat for boxes.in/holi").inputs,
    ).toEqual({
      website: "https://boxes.in/holi",
      channels: ["Instagram", "WhatsApp"],
      cities: ["Pune", "Surat"],
      festival: "Holi",
    });
  });

  it("takes the language that is named, else the one that is written", () => {
    const language = field("language", "string", { required: false });
    expect(extract([language], "a post in Tamil").inputs).toEqual({ language: "Tamil" });
    expect(extract([language], "दिवाली के लिए एक पोस्ट लिखो").inputs).toEqual({ language: "Hindi" });
    expect(extract([language], "a post").inputs).toEqual({});
    const tag = field("language", { kind: "enum", values: ["en", "hi"] });
    expect(extract([tag], "a post in Hindi").inputs).toEqual({ language: "hi" });
  });

  it("follows names that are written out, in any order", () => {
    const fields = [budget, field("audience", "string"), field("city", "string")];
    expect(
      extract(fields, "audience: young parents; budget: 80 thousand rupees; city = Nashik").inputs,
    ).toEqual({
      budget: 80_000_00,
      audience: "young parents",
      city: "Nashik",
    });
  });
});

describe("extractInputs by source of the value", () => {
  const city = field("city", "string");
  const foundation: Foundation = { location: "Nagpur", company_name: "Rao Foods", brand_voice: "warm" };

  it("puts what was given before the request, the request before the foundation, the foundation before the default", () => {
    const fields = [{ ...city, default: "Delhi" }];
    expect(extract(fields, "in Pune", { foundation, given: { city: "Surat" } }).inputs).toEqual({
      city: "Surat",
    });
    expect(extract(fields, "in Pune", { foundation }).inputs).toEqual({ city: "Pune" });
    expect(extract(fields, "hello", { foundation }).inputs).toEqual({ city: "Nagpur" });
    expect(extract(fields, "hello").inputs).toEqual({ city: "Delhi" });
  });

  it("does not guess", () => {
    expect(
      extract([city, field("budget", "money"), field("recipe", "string")], "make a campaign").missing,
    ).toEqual(["city", "budget", "recipe"]);
  });

  it("asks again for a wish that breaks a bound, also when the field is optional", () => {
    const emails = field("emails", "integer", { required: false, bounds: { min: 1, max: 7, unit: "value" } });
    expect(extract([emails], "write 12 emails")).toEqual({ inputs: {}, missing: ["emails"] });
  });

  it("reads given values leniently and drops what is none", () => {
    const fields = [
      field("budget", "money", { required: false }),
      field("names", listOf("string"), { required: false }),
    ];
    expect(extract(fields, "hello", { given: { budget: "2 lakh", names: "A, B and C" } }).inputs).toEqual({
      budget: 2_00_000_00,
      names: ["A", "B", "C"],
    });
    expect(extract(fields, "hello", { given: { budget: { a: 1 } } }).inputs).toEqual({});
  });
});
