import { describe, expect, test } from "vitest";
import { listMethodSteps } from "../../../src/models/offline/method-steps.ts";
import { rankSentences } from "../../../src/models/offline/rank-sentences.ts";
import { fitSentences, splitSentences } from "../../../src/models/offline/sentences.ts";
import { readSubject } from "../../../src/models/offline/subject.ts";
import { isMentioned, toTerms } from "../../../src/models/offline/terms.ts";
import { brief, diwaliBrief, ownFact } from "../sample-brief.ts";

describe("sentences", () => {
  test("end where a sentence ends, also in Devanagari", () => {
    expect(splitSentences("It costs Rs. 500. Ask Dr. Rao! ठीक है। चलिए।")).toEqual([
      "It costs Rs. 500.",
      "Ask Dr. Rao!",
      "ठीक है।",
      "चलिए।",
    ]);
  });

  test("lose their Markdown", () => {
    expect(splitSentences("## Plan\n- **Teaser** first\n|---|---|\n| a | b |")).toEqual([
      "Plan",
      "Teaser first",
      "a, b",
    ]);
  });

  test("fit a number of characters whole, or are cut at a word", () => {
    expect(fitSentences(["One two.", "A much longer sentence.", "Three."], 16)).toBe("One two. Three.");
    expect(fitSentences(["A much longer sentence than that."], 16)).toBe("A much longer…");
  });
});

describe("retrieval", () => {
  const candidates = ["Delivery takes two days.", "Prices start at ₹499.", "We bake in Pune."].map(
    (text) => ({
      text,
      terms: toTerms(text),
    }),
  );

  test("finds what shares words with the field, whatever their form", () => {
    const found = rankSentences(candidates, { field: toTerms("pricing"), request: [] });
    expect(found.map(({ text }) => text)).toEqual(["Prices start at ₹499."]);
  });

  test("finds nothing rather than anything", () => {
    expect(
      rankSentences(candidates, { field: toTerms("competitors"), request: toTerms("delivery") }),
    ).toEqual([]);
  });

  test("a name is mentioned by all of its words", () => {
    expect(isMentioned("Chitale Bandhu", "Bandhu of Chitale")).toBe(true);
    expect(isMentioned("Chitale Bandhu", "Chitale only")).toBe(false);
  });
});

describe("the method of a skill", () => {
  test("is its list of steps, with continuation lines", () => {
    const body =
      "1. **Fix the frame.** Restate the decision.\n   Keep it short.\n2. Collect prices. One source each.";
    const steps = listMethodSteps(brief("", { skill: { sections: [{ heading: "Method", body }] } }).skill);
    expect(steps.map(({ title, details }) => [title, details])).toEqual([
      ["Fix the frame", ["Restate the decision.", "Keep it short."]],
      ["Collect prices", ["One source each."]],
    ]);
  });

  test("is every section when none is called so", () => {
    const sections = [{ heading: "Voice", body: "Speak plainly. No jokes." }];
    expect(listMethodSteps(brief("", { skill: { sections } }).skill).map(({ title }) => title)).toEqual([
      "Speak plainly",
    ]);
  });
});

describe("the subject of a request", () => {
  test("comes from inputs and facts", () => {
    expect(readSubject(diwaliBrief(2_00_000_00, "Pune"))).toMatchObject({
      company: "Chitale Sweets",
      business: "sweet shop",
      place: "Pune",
      occasion: "Diwali",
      budget: 2_00_000_00,
      focus: "Diwali, Chitale Sweets, Pune",
    });
  });

  test("comes from the request's own words without inputs", () => {
    const subject = readSubject(brief("Plan a launch for my book store in Kochi with 50,000 rupees"));
    expect(subject).toMatchObject({
      business: "book store",
      place: "Kochi",
      budget: 50_000_00,
      company: null,
    });
  });

  test("names what is compared", () => {
    const facts = [ownFact("company_name", "Paali")];
    expect(
      readSubject(brief("Compare us", { inputs: { competitors: ["Boat", "Noise"] }, facts })).focus,
    ).toBe("Boat and Noise");
  });
});
