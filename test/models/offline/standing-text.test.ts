import { describe, expect, test } from "vitest";
import type { Brief } from "../../../src/domain/brief.ts";
import { composeAnswer } from "../../../src/models/offline/compose-answer.ts";
import { brief, field, items, section, table, texts, toolFact } from "../sample-brief.ts";

const now = new Date("2026-09-20T00:00:00Z");

function compose(from: Brief): string {
  return composeAnswer(from, { problem: null }, now);
}

function withSection(
  heading: string,
  body: string,
  output: Brief["skill"]["output"],
): Partial<Brief["skill"]> {
  return { sections: [{ heading, body }], output };
}

describe("a section called like a field", () => {
  test("is its text, with places filled and lines that cannot be filled left out", () => {
    const skill = withSection("Post", "{topic}.\n\n{facts}\n\nIn {city}.\n\n[One figure]", [
      field("post", "string"),
    ]);
    const from = brief("Write a post about our oven", { inputs: { topic: "our oven. It is new." }, skill });
    expect(section(compose(from), "Post")).toBe("Our oven.\n\nIt is new.\n\n[One figure]");
  });

  test("takes the first alternative that is known", () => {
    const skill = withSection("Comment", "{link?}See {link} // [The link]", [field("comment", "string")]);
    expect(section(compose(brief("x", { skill })), "Comment")).toBe("[The link]");
    const linked = brief("x", { inputs: { link: "https://a.in" }, skill });
    expect(section(compose(linked), "Comment")).toBe("See https://a.in");
  });

  test("gives the items of a list, within its bounds", () => {
    const skill = withSection("Hooks", "- One {city}\n- Two\n- Three", [
      texts("hooks", { bounds: items(1, 2) }),
    ]);
    expect(section(compose(brief("x", { skill })), "Hooks")).toBe("- Two\n- Three");
  });

  test("chooses rows by the inputs, the language first", () => {
    const body = [
      "| if goal | if language | text |",
      "|---|---|---|",
      "|  |  | Hello |",
      "| sell |  | Buy |",
      "|  | Hindi | नमस्ते |",
    ].join("\n");
    const skill = withSection("Post", body, [field("post", "string")]);
    const post = (inputs: Record<string, unknown>): string =>
      section(compose(brief("x", { inputs, skill })), "Post");
    expect(post({})).toBe("Hello");
    expect(post({ goal: "sell" })).toBe("Buy");
    expect(post({ goal: "sell", language: "Hindi" })).toBe("नमस्ते");
  });

  test("becomes blocks when a cell has several lines, and more rows when more are asked for", () => {
    const body = [
      "| if goal | send_on | body |",
      "|---|---|---|",
      "| welcome | {midweek + 2 days} | Hello [first name],<br><br>{topic}. |",
      "| sell | at once | Buy |",
    ].join("\n");
    const mails = table("emails", [field("send_on", "string"), field("body", "string")], {
      bounds: items(1, 4),
    });
    const skill = withSection("Emails", body, [mails, texts("unknowns")]);
    const inputs = { goal: "welcome", topic: "our tea", emails: 2 };
    const answer = compose(brief("Mails about our tea [x]", { inputs, skill }));
    expect(section(answer, "Emails")).toMatch(
      /^### 1\n\n- send_on: 24 September 2026\n- body: Hello \[first name\],\n {2}\n {2}Our tea\.\n\n### 2\n\n- send_on: at once/,
    );
  });

  test("names what is left to a person once, among the unknowns", () => {
    const skill = withSection("Post", "[One figure]\n\n[One scene] [S1] [first name]", [
      field("post", "string"),
      texts("unknowns"),
    ]);
    expect(section(compose(brief("x", { skill })), "Unknowns")).toBe(
      "- Post: for you to fill in: [One figure], [One scene].",
    );
  });
});

test("sums are worked out in the row, and days counted from the day", () => {
  const body = [
    "| line | share | expected_result |",
    "|---|---|---|",
    "| Ads | 60 % | {amount} / 250 x 1,000 = {amount / 250 x 1000} views |",
    "| Print | 40 % | Until {day - 10 days} |",
  ].join("\n");
  const split = table("budget_split", [
    field("line", "string"),
    field("amount", "money"),
    field("expected_result", "string"),
  ]);
  const from = brief("Diwali plan", {
    inputs: { budget: 1_00_000_00 },
    facts: [toolFact("Diwali", "Diwali is on 2026-11-08.")],
    skill: { title: "Diwali", ...withSection("Budget split", body, [split]) },
  });
  const rows = section(compose(from), "Budget split").split("\n").slice(2);
  expect(rows).toEqual([
    "| Ads | ₹60,000 | 60,000 / 250 x 1,000 = 2,40,000 views |",
    "| Print | ₹40,000 | Until 29 October 2026 |",
  ]);
});

describe("the language", () => {
  const skill = withSection("Post", "{topic}.", [field("post", "string")]);

  test("that nothing can be translated into is named at the start", () => {
    expect(compose(brief("x", { inputs: { topic: "tea", language: "Hindi" }, skill }))).toMatch(
      /^> बिना भाषा मॉडल/,
    );
    expect(compose(brief("x", { inputs: { topic: "tea", language: "Tamil" }, skill }))).toMatch(
      /^> You asked for Tamil/,
    );
    expect(compose(brief("x", { inputs: { topic: "tea" }, skill }))).toMatch(/^## Post/);
  });

  test("needs no word when the answer is in it", () => {
    const inputs = { topic: "हमारी नई चाय की दुकान", language: "Hindi" };
    expect(compose(brief("x", { inputs, skill }))).toMatch(/^## Post/);
  });
});

test("a wish for less gives less", () => {
  const skill = withSection("Hooks", "- One\n- Two\n- Three\n- Four", [
    texts("hooks", { bounds: items(1, 4) }),
  ]);
  expect(section(compose(brief("make it shorter", { skill })), "Hooks")).toBe("- One\n- Two");
});

test("what is missing of short lines is left to a person, never filled with the method", () => {
  const sections = [{ heading: "Method", body: "1. Write five lines.\n2. Keep the best." }];
  const output = [
    texts("taglines", { description: "The three lines", bounds: items(4, 4) }),
    field("why", "string"),
  ];
  const inputs = { product: "filter coffee kiosk" };
  const answer = compose(
    brief("A tagline for our filter coffee kiosk", { inputs, skill: { sections, output } }),
  );
  expect(section(answer, "Taglines")).toBe(
    "- Filter coffee kiosk\n- Your filter coffee kiosk\n- The filter coffee kiosk\n- [to write: The three lines, 4]",
  );
  expect(section(answer, "Why")).toContain("product: filter coffee kiosk");
});
