import { describe, expect, test } from "vitest";
import { findAmounts, toPaise } from "../../../src/models/offline/amounts.ts";
import { listShares, splitAmount } from "../../../src/models/offline/budget-split.ts";
import { addDays, findDays, toLongDay } from "../../../src/models/offline/days.ts";
import { listMilestones, parseOffset } from "../../../src/models/offline/milestones.ts";
import { toYearlyCost } from "../../../src/models/offline/yearly-cost.ts";
import { brief } from "../sample-brief.ts";

function skillWith(body: string) {
  return brief("", { skill: { sections: [{ heading: "Method", body }] } }).skill;
}

describe("amounts", () => {
  test.each([
    ["₹2,00,000", 2_00_000_00],
    ["Rs. 49,999", 49_999_00],
    ["2 lakh", 2_00_000_00],
    ["1.5 crore", 1_50_00_000_00],
    ["50k", 50_000_00],
    ["5 लाख", 5_00_000_00],
    ["149 rupees", 149_00],
  ])("%s", (text, paise) => {
    expect(findAmounts(`about ${text} in all`).map((amount) => amount.paise)).toEqual([paise]);
  });

  test("a bare number is no money, and 5 keywords are not 5 thousand", () => {
    expect(findAmounts("30 posts in 2026, 5 keywords")).toEqual([]);
  });

  test("an input in paise stays, one in the rupees of the request is converted", () => {
    const request = findAmounts("a budget of 2 lakh");
    expect(toPaise(2_00_000_00, request)).toBe(2_00_000_00);
    expect(toPaise(2_00_000, request)).toBe(2_00_000_00);
    expect(toPaise("2 lakh", [])).toBe(2_00_000_00);
    expect(toPaise("much", [])).toBeNull();
  });
});

describe("days", () => {
  test("are found with their year only", () => {
    expect(findDays("On 2026-11-08, not 8 Nov; 29th October 2027 and March 1, 2028")).toEqual([
      "2026-11-08",
      "2027-10-29",
      "2028-03-01",
    ]);
    expect(findDays("2026-02-30")).toEqual([]);
  });

  test("are counted across months and written out", () => {
    expect(addDays("2026-11-08", -30)).toBe("2026-10-09");
    expect(toLongDay("2026-11-08")).toBe("8 November 2026");
  });
});

describe("shares of a budget", () => {
  test("are read from a sentence, a list and a table when they make a whole", () => {
    const expected = [
      { label: "Meta ads", percent: 60 },
      { label: "search", percent: 40 },
    ];
    expect(
      listShares(skillWith("Spend 60% on Meta ads and 40% on search. Keep 10% back if unsure."), ""),
    ).toEqual(expected);
    expect(listShares(skillWith("- Meta ads: 60%\n- search: 40%"), "")).toEqual(expected);
    expect(
      listShares(skillWith("| channel | share |\n|---|---|\n| Meta ads | 60% |\n| search | 40% |"), ""),
    ).toEqual(expected);
  });

  test("that make no whole are no split", () => {
    expect(listShares(skillWith("Give 20% off on Monday and 30% off on Friday."), "")).toEqual([]);
  });

  test("keep the sum to the paisa", () => {
    const shares = [
      { label: "a", percent: 33 },
      { label: "b", percent: 34 },
      { label: "c", percent: 33 },
    ];
    const split = splitAmount(1_00_001, shares);
    expect(split.map(({ paise }) => paise)).toEqual([33_000, 34_001, 33_000]);
  });
});

describe("milestones", () => {
  test.each([
    ["30 days before", -30],
    ["six weeks before Diwali", -42],
    ["6 to 4 weeks before", -42],
    ["T-14", -14],
    ["3 days after", 3],
    ["in 30 days", null],
  ])("%s", (text, offset) => {
    expect(parseOffset(text)).toBe(offset);
  });

  test("come from a table, a list or a sentence that counts several, in the order of time", () => {
    const row =
      "| when | phase | do |\n|---|---|---|\n| T-3 | Last orders | Pick-up |\n| T-30 | Teaser | Kitchen |";
    expect(listMilestones(skillWith(row)).map(({ label, offset }) => [label, offset])).toEqual([
      ["Teaser", -30],
      ["Last orders", -3],
    ]);
    const items =
      "1. **30 days before: teaser.** Show the kitchen.\n2. **3 days before: last orders.** Pick-up only.";
    expect(listMilestones(skillWith(items))).toEqual([
      { offset: -30, until: -30, label: "teaser", detail: "Show the kitchen." },
      { offset: -3, until: -3, label: "last orders", detail: "Pick-up only." },
    ]);
    const sentence = "Teaser 30 days before, last orders 3 days before.";
    expect(listMilestones(skillWith(sentence)).map(({ label }) => label)).toEqual(["Teaser", "last orders"]);
  });

  test("a lone remark is no schedule", () => {
    expect(listMilestones(skillWith("Dhanteras is two days before Diwali."))).toEqual([]);
  });
});

describe("a yearly cost", () => {
  test("shows its arithmetic", () => {
    expect(toYearlyCost("they charge 4,999 a month flat", "")).toBe("4,999 x 12 = ₹59,988 in a year");
    expect(toYearlyCost("149 rupees per employee and month", "a restaurant with 30 staff")).toBe(
      "149 x 30 x 12 = ₹53,640 in a year",
    );
  });

  test("is not made up without a period or the number of persons", () => {
    expect(toYearlyCost("it costs 4,999", "")).toBeNull();
    expect(toYearlyCost("₹149 per user per month", "for our team")).toBeNull();
  });
});
