import { describe, expect, test } from "vitest";
import type { Brief } from "../../../src/domain/brief.ts";
import { composeAnswer } from "../../../src/models/offline/compose-answer.ts";
import {
  brief,
  diwaliBrief,
  field,
  items,
  ownFact,
  passage,
  section,
  table,
  texts,
} from "../sample-brief.ts";

const now = new Date("2026-09-20T00:00:00Z");

function compose(from: Brief, problem: string | null = null): string {
  return composeAnswer(from, { problem }, now);
}

describe("an offline answer", () => {
  test("has a section for each field, in order, and a note", () => {
    const headings = [...compose(diwaliBrief(2_00_000_00, "Pune")).matchAll(/^## (.+)$/gm)].map(
      (match) => match[1],
    );
    expect(headings).toEqual([
      "Summary",
      "Festival date",
      "Budget split",
      "Timeline",
      "Offers",
      "Headlines",
      "Next steps",
      "Unknowns",
      "Note",
    ]);
  });

  test("computes with the request's own numbers and dates", () => {
    const answer = compose(diwaliBrief(2_00_000_00, "Pune"));
    expect(section(answer, "Festival date")).toBe("2026-11-08");
    expect(section(answer, "Budget split")).toContain("| Meta ads | 40 | ₹80,000 |");
    expect(section(answer, "Budget split")).toContain("| samples | 15 | ₹30,000 |");
    expect(section(answer, "Timeline")).toContain("| Teaser | 2026-10-09 | Show the kitchen |");
    expect(section(answer, "Timeline")).toContain("| Last orders | 2026-11-05 | Pick-up only |");
  });

  test("differs with the request", () => {
    const pune = compose(diwaliBrief(2_00_000_00, "Pune"));
    const kochi = compose(diwaliBrief(50_000_00, "Kochi"));
    expect(section(kochi, "Budget split")).toContain("| Meta ads | 40 | ₹20,000 |");
    expect(section(kochi, "Summary")).toContain("Kochi");
    expect(kochi).not.toContain("Pune");
    expect(section(kochi, "Headlines")).not.toBe(section(pune, "Headlines"));
  });

  test("cites its sources and takes no date of another year", () => {
    const summary = section(compose(diwaliBrief(2_00_000_00, "Pune")), "Summary");
    expect(summary).toContain("Diwali is on 8 November 2026 [S3].");
    expect(summary).toContain("bakarwadi fresh every morning. [S2]");
    expect(summary).not.toContain("2027");
    expect(summary.length).toBeLessThanOrEqual(900);
  });

  test("keeps to the bounds of items and characters", () => {
    const answer = compose(diwaliBrief(2_00_000_00, "Pune"));
    const offers = section(answer, "Offers").split("\n").slice(2);
    expect(offers).toHaveLength(3);
    expect(offers[1]).toContain("corporate gifting");
    const headlines = section(answer, "Headlines")
      .split("\n")
      .map((line) => line.slice(2));
    expect(headlines.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...headlines.map((line) => line.length))).toBeLessThanOrEqual(30);
  });

  test("fills a minimum with what is still to do, never with findings", () => {
    const differences = table("differences", [field("difference", "string"), field("favours", "string")], {
      bounds: items(2, 5),
    });
    const sections = [
      {
        heading: "Method",
        body: "1. **Collect prices.** One source each.\n2. **Rank differences.** By deals.",
      },
    ];
    const answer = compose(brief("Compare us with Boat", { skill: { sections, output: [differences] } }));
    const rows = section(answer, "Differences").split("\n").slice(2);
    expect(rows).toHaveLength(2);
    expect(rows.every((row) => row.startsWith("| To establish: "))).toBe(true);
  });

  test("obeys a counting check of the skill", () => {
    const sections = [{ heading: "Method", body: "1. One.\n2. Two.\n3. Three.\n4. Four." }];
    const skill = { sections, output: [texts("moves")], checks: ["`count: moves = 3` Three of them."] };
    expect(section(compose(brief("What now", { skill })), "Moves").split("\n")).toHaveLength(3);
  });

  test("says plainly what it does not know and how the skill would find it", () => {
    const sections = [
      { heading: "Method", body: "1. **Read the pricing page.** Note the price and its date." },
    ];
    const output = [field("rival_price", "money"), field("price_level", "string")];
    const answer = compose(brief("What does Boat charge", { skill: { sections, output } }));
    expect(section(answer, "Price level")).toMatch(/^Not known .* How to find it: Read the pricing page/);
    expect(section(answer, "Rival price")).toContain("Not known");
    expect(answer).toContain("Open: Rival price");
  });
});

describe("a comparison", () => {
  const columns = ["competitor", "offer", "first_year_cost", "proof", "source"].map((name) =>
    field(name, "string"),
  );
  const comparison = table("comparison", columns, { description: "One row each, and one for us" });
  const request =
    "We charge 149 rupees per employee and month. Compare us with RosterOne (they charge 4,999 a month) and Shiftly, for a cafe with 30 staff.";
  const from = brief(request, {
    inputs: { competitors: ["RosterOne", "Shiftly"] },
    facts: [
      ownFact("company_name", "Paali"),
      ownFact("business_description", "Paali plans shifts for cafes."),
    ],
    passages: [
      passage(
        "battlecard",
        "RosterOne",
        "400 cafes are customers of RosterOne. It was founded by two cooks.",
      ),
    ],
    skill: { output: [comparison, texts("unknowns")] },
  });
  const rows = section(compose(from), "Comparison").split("\n").slice(2);

  test("has one row for each name and one for the asker", () => {
    expect(rows.map((row) => row.split("|")[1]?.trim())).toEqual(["RosterOne", "Shiftly", "Paali"]);
  });

  test("fills cells from the sources and the request, with the arithmetic shown", () => {
    expect(rows[0]).toContain("4,999 x 12 = ₹59,988");
    expect(rows[0]).toContain("| 400 cafes are customers of RosterOne. |");
    expect(rows[0]).toContain("[S1]");
    expect(rows[2]).toContain("149 x 30 x 12 = ₹53,640");
    expect(rows[2]).toContain("Paali plans shifts for cafes.");
  });

  test("leaves unknown cells empty and lists them", () => {
    expect(rows[1]).toBe("| Shiftly |  |  |  |  |");
    expect(section(compose(from), "Unknowns")).toContain("Shiftly: offer, first year cost and proof");
  });
});

describe("copy", () => {
  const from = brief("Write a post about our monsoon blend for home brewers", {
    inputs: { audience: "home brewers", budget: 10_000_00 },
    facts: [
      ownFact("company_name", "Brew & Bean"),
      ownFact("business_description", "We roast coffee from Chikmagalur every Friday."),
      ownFact("icp_summaries", "Home brewers who hate stale coffee."),
    ],
    passages: [passage("report", "Internal", "The blend had a margin of 60 percent for brewers.")],
    skill: { output: [field("body", "string"), texts("hashtags", { bounds: items(1, 3) })] },
  });
  const answer = compose(from);

  test("uses what the business says of itself, nothing internal", () => {
    const body = section(answer, "Body");
    expect(body).toContain("Monsoon blend");
    expect(body).toContain("We roast coffee from Chikmagalur every Friday. [S");
    expect(body).not.toMatch(/margin|stale|10,000/);
  });

  test("follows the parts that the method counts up", () => {
    const body = "1. **Day 0: welcome.** Say what comes.\n2. **Day 14: last call.** Ask for a reply.";
    const emails = table("emails", [
      field("day", "integer"),
      field("subject", "string"),
      field("body", "string"),
    ]);
    const skill = { sections: [{ heading: "Method", body }], output: [emails] };
    const rows = section(compose({ ...from, skill: { ...from.skill, ...skill } }), "Emails")
      .split("\n")
      .slice(2);
    expect(rows[0]).toMatch(/^\| 0 \| Welcome \| .*Say what comes/);
    expect(rows[1]).toMatch(/^\| 14 \| Last call \| .*Ask for a reply/);
  });
});

describe("the note", () => {
  const output = [field("answer", "string")];

  test("says that no model is configured and what one would add", () => {
    const note = section(compose(brief("Hello", { skill: { output } })), "Note");
    expect(note).toContain("No language model is configured");
    expect(note).toContain("OPENAI_API_KEY");
    expect(note).toContain("would");
  });

  test("gives the provider's problem and the open points of a review", () => {
    const from = brief("Hello", { skill: { output }, issues: ["The hook has no number."] });
    const note = section(compose(from, "The provider is asleep."), "Note");
    expect(note).toContain("The provider is asleep.");
    expect(note).not.toContain("OPENAI_API_KEY");
    expect(note).toContain("The hook has no number.");
  });

  test("is in Hindi too for a request in Hindi", () => {
    const answer = compose(brief("दीवाली पर क्या लिखें?", { language: "hi", skill: { output } }));
    expect(section(answer, "Note")).toContain("भाषा मॉडल");
    expect(section(answer, "Answer")).toContain("आपने पूछा: दीवाली पर क्या लिखें?");
  });

  test("finds another name when a field has its own", () => {
    const answer = compose(brief("Hello", { skill: { output: [field("note", "string")] } }));
    expect(answer.match(/^## Note$/gm)).toHaveLength(1);
    expect(answer).toContain("## About this answer");
  });
});

test("a skill without an output contract answers in one text", () => {
  const answer = compose(brief("Say hello to Mysuru", { skill: { output: [] } }));
  expect(answer).toMatch(/^Asked: Say hello to Mysuru\./);
  expect(answer).toContain("\n## Note\n");
});

test("text of others cannot break out of a table cell", () => {
  const comparison = table("comparison", [field("competitor", "string"), field("offer", "string")]);
  const from = brief("Compare", { inputs: { competitors: ["A | B\n| C"] }, skill: { output: [comparison] } });
  expect(section(compose(from), "Comparison").split("\n")[2]).toBe("| A \\| B \\| C |  |");
});

describe("a skill that answers questions", () => {
  const sections = [
    { heading: "Method", body: "1. **Answer first.** One sentence.\n2. **Hand over.** Say how to ask." },
    {
      heading: "Numbers",
      body: "- Acquisition cost (CAC) = spend / new customers.\n- Ask for a plan in one sentence.\n- Lifetime value is compared with CAC.",
    },
  ];
  const output = [field("answer", "string"), texts("next_steps", { bounds: items(0, 3) })];

  test("answers from the skill's text in its order, and gives no advice to the writer", () => {
    const answer = compose(brief("What is CAC?", { skill: { sections, output } }));
    expect(section(answer, "Answer")).toBe(
      "Acquisition cost (CAC) = spend / new customers. Lifetime value is compared with CAC.",
    );
    expect(section(answer, "Next steps")).toBe("- Ask for a plan in one sentence.");
  });

  test("opens with what it is about when nothing fits", () => {
    const answer = compose(brief("hi, how does this work?", { skill: { sections, output } }));
    expect(section(answer, "Answer")).toMatch(/^Acquisition cost/);
  });
});

test("guidance is taken sentence by sentence from the step that fits", () => {
  const body =
    "1. **Find the scene.** Ask who and where.\n2. **Plan the first hour.** Post at a quiet time. Answer every comment.";
  const skill = {
    sections: [{ heading: "Method", body }],
    output: [texts("first_hour", { bounds: items(2, 4) })],
  };
  expect(section(compose(brief("Post something", { skill })), "First hour")).toBe(
    "- Plan the first hour: Post at a quiet time.\n- Answer every comment.",
  );
});

test("as many items as an input asks for, within the contract", () => {
  const mails = table("emails", [field("subject", "string")], { bounds: items(1, 4) });
  const from = brief("Mails about tea", { inputs: { emails: 9, topic: "tea" }, skill: { output: [mails] } });
  expect(section(compose(from), "Emails").split("\n").slice(2)).toHaveLength(4);
});

test.each([
  "",
  "|",
  "\n## Note\n",
  "((((",
  "$& $1 \\",
  "1,1,1,".repeat(2_000),
  "30 days before ".repeat(300),
  "x".repeat(9_000),
])("odd text is no obstacle: %j", (odd) => {
  const from = brief(odd, {
    inputs: { budget: odd, city: odd, topic: odd, list: [odd, 1, null], nested: { a: odd } },
    facts: [ownFact("company_name", odd)],
    passages: [passage("d", odd, odd)],
    skill: {
      title: odd,
      sections: [{ heading: "Method", body: odd }],
      output: diwaliBrief(1, "Pune").skill.output,
    },
  });
  const headings = [...compose(from).matchAll(/^## .+$/gm)];
  expect(headings).toHaveLength(9);
});
