import { describe, expect, it } from "vitest";
import { criticise } from "../../../src/agents/critic/criticise.ts";
import { planRevision } from "../../../src/agents/critic/plan-revision.ts";
import type { Foundation } from "../../../src/domain/foundation.ts";
import { CALENDAR, PRICES, toCase } from "../support/cases.ts";

const issues = (given: Parameters<typeof toCase>[0]) =>
  criticise(toCase(given)).issues.map(({ category, severity }) => `${category} ${severity}`);

describe("criticise", () => {
  it("finds nothing wrong with a good answer", () => {
    expect(criticise(toCase())).toEqual({ score: 100, threshold: 75, issues: [], revisions: 0, by: "rules" });
  });

  it("takes 15, 8 and 3 points off, down to nothing", () => {
    const { score, issues: found } = criticise(
      toCase({ draft: { summary: undefined, moves: ["Call 10 offices"] } }),
    );
    expect(found.map(({ severity }) => severity)).toEqual(["HIGH", "MEDIUM", "MEDIUM"]);
    expect(score).toBe(100 - 15 - 8 - 8);
    expect(
      criticise(
        toCase({
          draft: {},
          text: "Sales grow 11%. Reach grows 22%. Cost falls 33%. Share is 44%. Profit is 55%. Loss is 66%. Rent is 77%. Tax is 88%.",
        }),
      ).score,
    ).toBe(0);
  });

  it("puts the worst first and counts revisions", () => {
    const critique = criticise(
      toCase({ draft: { summary: undefined, moves: ["Consider growth", "Print 20 boxes"] }, revisions: 2 }),
    );
    expect(critique.issues.map(({ severity }) => severity)).toEqual(["HIGH", "LOW"]);
    expect(critique.revisions).toBe(2);
  });
});

describe("the output contract", () => {
  it("weighs a missing part more than a long one", () => {
    expect(issues({ draft: { summary: undefined } })).toEqual(["COMPLETENESS HIGH"]);
    expect(issues({ draft: { summary: "So. ".repeat(80) } })).toEqual(["COMPLETENESS MEDIUM"]);
  });

  it("names a part that is mostly unknown", () => {
    expect(issues({ draft: { summary: "Not known from the sources." } })).toEqual(["COMPLETENESS LOW"]);
  });
});

describe("an answer that is honest and empty", () => {
  const empty = { competitor: "Haldiram", first_year_cost: "", offer: "", source: "" };

  it("loses points for each part that is mostly empty, and stays above 50", () => {
    const given = toCase({
      draft: {
        summary: "Not known from the sources.",
        comparison: [empty, empty],
        moves: ["Not known yet.", "Unknown"],
      },
    });
    const { score, issues: found } = criticise(given);
    expect(new Set(found.map(({ category }) => category))).toEqual(new Set(["COMPLETENESS"]));
    expect(found.map(({ severity }) => severity)).toEqual(["MEDIUM", "MEDIUM", "LOW"]);
    expect(score).toBeLessThan(85);
    expect(score).toBeGreaterThan(50);
  });

  it("counts cells that are absent as well", () => {
    expect(issues({ draft: { comparison: [{ competitor: "Haldiram" }] } })).toEqual(["COMPLETENESS MEDIUM"]);
  });

  it("says when several places are left to a person", () => {
    const summary = "Haldiram: [the price], [the day] and [what surprised you]. Hello [first name].";
    expect(issues({ draft: { summary } })).toEqual(["COMPLETENESS LOW"]);
    expect(issues({ draft: { summary: "Haldiram: [the price]. [S1]" } })).toEqual([]);
  });

  it("takes a formula for no placeholder", () => {
    expect(issues({ draft: { summary: "Haldiram: sales are orders x average order." } })).toEqual([]);
    expect(issues({ draft: { summary: "Haldiram: it costs Rs XX." } })).toEqual(["COMPLETENESS MEDIUM"]);
  });
});

describe("checks that code decides", () => {
  const row = { competitor: "Haldiram", first_year_cost: "₹450", offer: "boxes", source: "[S1]" };

  it("wants a source for each fact, and none for an empty row", () => {
    expect(issues({ draft: { comparison: [{ ...row, source: "" }] } })).toEqual(["FACTUAL HIGH"]);
    expect(issues({ draft: { comparison: [{ ...row, source: "somewhere" }] } })).toEqual(["FACTUAL HIGH"]);
    expect(issues({ draft: { comparison: [{ ...row, source: "Price list 2026" }] } })).toEqual([]);
    expect(
      issues({
        draft: { comparison: [row, { competitor: "Bikaji", first_year_cost: "", offer: "", source: "" }] },
      }),
    ).toEqual([]);
  });

  it("wants a currency for each price", () => {
    expect(issues({ draft: { comparison: [{ ...row, first_year_cost: "450" }] } })).toEqual([
      "FACTUAL MEDIUM",
    ]);
    expect(issues({ draft: { comparison: [{ ...row, first_year_cost: "" }] } })).toEqual([]);
  });

  it("wants everyone named who was asked for, in any spelling", () => {
    expect(issues({ inputs: { competitors: ["Haldiram", "Bikaji"] } })).toEqual(["COMPLETENESS MEDIUM"]);
    expect(issues({ inputs: { competitors: ["haldiraam"] } })).toEqual([]);
  });
});

describe("figures", () => {
  const say = (summary: string, rest: Parameters<typeof toCase>[0] = {}) =>
    issues({ ...rest, draft: { summary } });

  it("accepts what stands in the request, the inputs, a source, the foundation or the skill", () => {
    expect(say("Above 50 boxes the price falls 10%. [S1]")).toEqual([]);
    expect(say("You sell 275 boxes.", { request: "Compare us with Haldiram, we sell 275 boxes" })).toEqual(
      [],
    );
    expect(say("The margin is 38%.", { foundation: { pricing_info: "Our margin is 38%" } })).toEqual([]);
    expect(
      say("₹2,00,000 is little.", { inputs: { competitors: ["Haldiram"], budget: 2_00_000_00 } }),
    ).toEqual([]);
  });

  it("calls an invented fact HIGH, an invented count MEDIUM and an invented target LOW", () => {
    expect(say("The market grows 18% a year.")).toEqual(["FACTUAL HIGH"]);
    expect(say("Haldiram has ₹640 crore of sales.")).toEqual(["FACTUAL HIGH"]);
    expect(say("Haldiram runs 472 shops.")).toEqual(["FACTUAL MEDIUM"]);
    expect(say("The target is 18% more orders.")).toEqual(["FACTUAL LOW"]);
  });

  it("accepts what follows from what is known", () => {
    const request = "Compare us with Haldiram: we charge 149 rupees for each of 30 staff";
    expect(say("In the first year that is 149 x 30 x 12 = 53,640 rupees.", { request })).toEqual([]);
    expect(say("A month costs ₹4,470.", { request })).toEqual([]);
    expect(
      say("With 10% off a box costs ₹405.", { foundation: { pricing_info: "450 rupees a box, 10% off" } }),
    ).toEqual([]);
  });

  it("accepts a split that adds up to the budget", () => {
    const inputs = { competitors: ["Haldiram"], budget: 2_00_000_00 };
    const text = (last: string) =>
      `Of ₹2 lakh, Haldiram boxes:\n\n| line | amount |\n|---|---|\n| WhatsApp | ₹1,25,000 |\n| Print | ₹45,000 |\n| Reserve | ${last} |\n`;
    expect(issues({ inputs, text: text("₹30,000") })).toEqual([]);
    expect(issues({ inputs, text: text("₹37,000") })).not.toEqual([]);
  });

  it("accepts the days that are left until a cited day", () => {
    const text =
      "Haldiram: see below.\n\n| moment | date | days_left |\n|---|---|---|\n| Diwali | 8 November 2026 | 343 |\n";
    expect(issues({ facts: [CALENDAR], text })).toEqual([]);
    expect(say("Diwali is in 343 days. [S2]", { facts: [CALENDAR] })).toEqual([]);
  });

  it("accepts a rounded result that says so", () => {
    const request = "Compare us with Haldiram: 560 visits at 1.5 %";
    expect(say("560 x 1.5 % = about 8 orders.", { request })).toEqual([]);
    expect(say("560 x 1.5 % = about 12 orders.", { request })).toContain("LOGICAL HIGH");
  });

  it("finds wrong arithmetic", () => {
    const request = "Compare us with Haldiram: 149 rupees, 30 staff";
    const { issues: found } = criticise(
      toCase({ request, draft: { summary: "That is 149 x 30 x 12 = 54,640 rupees." } }),
    );
    expect(found[0]).toMatchObject({ category: "LOGICAL", severity: "HIGH" });
    expect(found[0]?.evidence).toContain("149 x 30 x 12 = 54,640");
  });

  it("lets dates, times, steps and lengths alone", () => {
    expect(
      say("On 8 November 2026 at 10:30, in step 3, send 45 days before, at most 140 characters."),
    ).toEqual([]);
  });

  it("says where in the text it stands", () => {
    const given = toCase({ draft: { summary: "The market grows 18% a year." } });
    const span = criticise(given).issues[0]?.span;
    expect(given.answer.text.slice(span?.start, span?.end)).toBe("18%");
  });
});

describe("sources", () => {
  it("finds references and addresses that are not there", () => {
    expect(issues({ draft: { summary: "A box costs 450 rupees. [S1, S7]" } })).toEqual(["FACTUAL HIGH"]);
    expect(issues({ draft: { summary: "See https://haldiram.com/prices for more." } })).toEqual([
      "FACTUAL HIGH",
    ]);
  });

  it("knows the addresses of the request and of sources", () => {
    expect(
      issues({
        request: "Compare us with https://www.haldiram.com/",
        draft: { summary: "See https://haldiram.com." },
      }),
    ).toEqual([]);
  });

  it("counts sources as the prompt does: passages first, then facts", () => {
    expect(issues({ facts: [CALENDAR], draft: { summary: "It is on 8 November 2026. [S2]" } })).toEqual([]);
    expect(
      issues({ passages: [PRICES, { ...PRICES, id: "p2" }], draft: { summary: "So it is. [S2]" } }),
    ).toEqual(["FACTUAL HIGH"]);
  });
});

describe("the request", () => {
  it("does not miss a festival that belongs to another part of the request", () => {
    expect(issues({ request: "Compare us with Haldiram, then plan a Diwali campaign" })).toEqual([]);
  });

  it("misses the festival, the money and the place that were named", () => {
    expect(issues({ request: "Compare us with Haldiram for Diwali" })).toEqual(["COMPLETENESS MEDIUM"]);
    expect(
      issues({ request: "Compare us with Haldiram for Diwali", draft: { summary: "For दिवाली boxes." } }),
    ).toEqual([]);
    expect(issues({ inputs: { competitors: ["Haldiram"], budget: 2_00_000_00 } })).toEqual([
      "COMPLETENESS MEDIUM",
    ]);
    expect(
      issues({
        request: "Compare us with Haldiram in Pune",
        inputs: { competitors: ["Haldiram"], city: "Pune" },
      }),
    ).toEqual(["COMPLETENESS LOW"]);
  });
});

describe("the brand", () => {
  const brand = (foundation: Foundation, summary: string) => issues({ foundation, draft: { summary } });

  it("keeps to the constitution", () => {
    expect(brand({ constitution: { no_emojis: true } }, "We win 🎉")).toEqual(["BRAND MEDIUM"]);
    expect(brand({ constitution: { no_emojis: true } }, "© 2026, all rights ✓")).toEqual([]);
    expect(brand({ constitution: { formal_only: true } }, "Hey, we can't lose!")).toEqual(["BRAND MEDIUM"]);
  });

  it("fits the voice", () => {
    expect(brand({ brand_voice: "professional" }, "We win 🎉")).toEqual(["BRAND LOW"]);
    expect(brand({ brand_voice: "playful" }, "We win 🎉")).toEqual([]);
    expect(brand({}, "This is a game-changer.")).toEqual(["BRAND LOW"]);
  });

  it("is in the language that was asked for", () => {
    const request = "Haldiram से हमारी तुलना करो और बताओ कि हम कहाँ हारते हैं";
    expect(issues({ request })).toEqual(["BRAND MEDIUM"]);
    const text =
      "## Summary\n\nहल्दीराम Haldiram के डिब्बे का दाम ₹450 है और हम उससे सस्ते हैं, इसलिए दफ़्तरों में हम जीतते हैं। [S1]";
    expect(issues({ request, text })).toEqual([]);
    expect(issues({ request: "hamari tulna Haldiram se karo aur batao hum kahan haarte hain" })).toEqual([]);
  });
});

describe("unfinished drafts", () => {
  it("finds gaps that were left, and not fields of a mail", () => {
    expect(issues({ draft: { summary: "Launch on TBD with ₹XX off." } })).toEqual(["COMPLETENESS MEDIUM"]);
    expect(issues({ draft: { summary: "Dear [Name], orders x average order." } })).toEqual([]);
  });

  it("finds advice without a first step", () => {
    expect(issues({ draft: { moves: ["Consider social media", "Print 20 boxes"] } })).toEqual([
      "ACTIONABILITY LOW",
    ]);
  });
});

describe("planRevision", () => {
  const at = (score: number, left = 2) =>
    planRevision({ score, threshold: 75, issues: [], revisions: 0, by: "rules" }, left);

  it("passes, mends, starts anew or stops", () => {
    expect([at(75), at(74), at(55), at(54)]).toEqual(["pass", "revise", "revise", "regenerate"]);
    expect([at(75, 0), at(74, 0), at(10, 0)]).toEqual(["pass", "stop", "stop"]);
  });
});
