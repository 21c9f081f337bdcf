import { beforeAll, describe, expect, it } from "vitest";
import { extractInputs } from "../../../src/agents/inputs/extract-inputs.ts";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import type { Field, SkillSet } from "../../../src/domain/skill.ts";
import { clock } from "../support/clock.ts";
import { field } from "../support/fields.ts";
import { loadSkills } from "../support/skills.ts";

let skills: SkillSet;
beforeAll(async () => {
  skills = await loadSkills();
});

function extract(inputs: Field[], text: string) {
  const perception = perceive(text, { clock });
  const found = extractInputs({ skill: { inputs }, text, perception, foundation: null });
  return { ...found, missing: found.missing.map(({ name }) => name) };
}

const shipped = (id: string) => skills.find(id)?.inputs ?? [];

describe("extractInputs uses the words of the request", () => {
  it.each([
    [
      "Write a LinkedIn post about why our bakery in Kochi switched to millet flour",
      "why our bakery in Kochi switched to millet flour",
    ],
    [
      "Turn this into a linkedin carousel: five mistakes founders make with their first sales hire",
      "five mistakes founders make with their first sales hire",
    ],
    [
      "hiring post for a cook in Indore, part time, three days a week on linkedin",
      "a cook in Indore, part time, three days a week",
    ],
    [
      "I want to post about why we stopped offering discounts on linkedin, but it should not sound preachy",
      "why we stopped offering discounts",
    ],
    [
      "Write a LinkedIn post about our new store. It opens on 5 December in Baner.",
      "our new store. It opens on 5 December in Baner.",
    ],
    [
      "linkedin par likhna hai ki humne pehla export order kaise jeeta",
      "humne pehla export order kaise jeeta",
    ],
    ["लिंक्डइन पर हमारी फैक्ट्री में महिलाओं की टीम के बारे में एक पोस्ट लिखिए", "हमारी फैक्ट्री में महिलाओं की टीम"],
    [
      "Plan a sale for our cake shop in Nagpur, and write a LinkedIn post about it",
      "a sale for our cake shop in Nagpur",
    ],
  ])("uses all the words of the topic of: %s", (text, topic) => {
    expect(extract(shipped("content.linkedin"), text).inputs["topic"]).toBe(topic);
  });

  it.each([
    [
      "Dhanteras is coming and our jewellery store in Jaipur has 75k for promotion",
      "our jewellery store",
      75_000,
    ],
    [
      "12 days to Diwali. What can a small electronics shop do with 30,000 rupees?",
      "a small electronics shop",
      30_000,
    ],
    [
      "How do we get Diwali orders for our dry fruit hampers from offices in Gurugram with ₹40,000?",
      "dry fruit hampers",
      40_000,
    ],
    ["diwali ke liye meri mithai ki dukaan ka plan banao, 40 hazar", "meri mithai ki dukaan", 40_000],
    [
      "We sell handloom sarees online. How should we spend about 35k this Deepavali?",
      "sells handloom sarees online",
      35_000,
    ],
  ])("reads business and budget of: %s", (text, business, rupees) => {
    expect(extract(shipped("campaign.diwali"), text)).toMatchObject({
      inputs: { business, budget: rupees * 100 },
      missing: [],
    });
  });

  it("reads what mails are for, whom they reach and how many there are", () => {
    const email = (text: string) => extract(shipped("content.email"), text).inputs;
    expect(email("cold email to HR heads in Chennai about our canteen service, 4 touches")).toMatchObject({
      goal: "cold-outreach",
      emails: 4,
      audience: "HR heads in Chennai",
    });
    expect(email("We raised prices by 8 %. How do we tell our subscribers by mail?")).toMatchObject({
      goal: "announce",
      audience: "our subscribers",
    });
    expect(email("Write an email about our new menu")).toMatchObject({ emails: 1 });
    expect(email("Write an email sequence about our new menu")["emails"]).toBeUndefined();
    expect(email("Write an email for our candles\n\nchange the discount to 15%")["offer"]).toBe("15% off");
  });
});

describe("extractInputs with one text that is needed and not known by name", () => {
  const tagline = {
    id: "brand.tagline",
    name: "tagline",
    title: "Tagline",
    description: "Writes taglines. Use when someone asks for a tagline, a slogan or a one-line promise.",
    inputs: [field("product", "string"), field("tone", "string", { required: false })],
  };
  const read = (text: string, skill: Parameters<typeof extractInputs>[0]["skill"] = tagline) =>
    extractInputs({ skill, text, perception: perceive(text, { clock }), foundation: null });

  it.each([
    ["A tagline for our filter coffee kiosk in Mysuru", "filter coffee kiosk in Mysuru"],
    ["Give us a slogan for a cold-pressed oil brand", "cold-pressed oil brand"],
    ["mango pickle slogan", "mango pickle"],
    ["a tagline about honest groundnut oil", "honest groundnut oil"],
    ["tagline chahiye hamare organic gud ke liye", "organic gud"],
    ["tagline: rooftop yoga at sunrise", "rooftop yoga at sunrise"],
  ])("takes the object of: %s", (text, product) => {
    expect(read(text)).toMatchObject({ inputs: { product }, missing: [] });
  });

  it.each(["A tagline please", "Give us a slogan", "I need a tagline"])(
    "asks when there is none: %s",
    (text) => {
      expect(read(text).missing.map(({ name }) => name)).toEqual(["product"]);
    },
  );

  it("asks when two texts are open, or when the text is of a sort of its own", () => {
    const two = { ...tagline, inputs: [field("product", "string"), field("flavour", "string")] };
    expect(read("A tagline for our kiosk", two).missing).toHaveLength(2);
    const city = { ...tagline, inputs: [field("city", "string")] };
    expect(read("A tagline for our kiosk", city).missing).toHaveLength(1);
  });
});
