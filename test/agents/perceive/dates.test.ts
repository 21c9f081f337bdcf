import { describe, expect, it } from "vitest";
import { findDates } from "../../../src/agents/perceive/dates.ts";
import { perceive } from "../../../src/agents/perceive/perceive.ts";

/** A Monday. */
const TODAY = "2026-10-05";
const days = (text: string) => findDates(text, TODAY).map(({ day }) => day);

describe("findDates", () => {
  it.each([
    ["on 2026-12-24", ["2026-12-24"]],
    ["by 12 December", ["2026-12-12"]],
    ["by December 12, 2027", ["2027-12-12"]],
    ["the 3rd of March", ["2027-03-03"]],
    ["3/11/2026", ["2026-11-03"]],
    ["12 दिसंबर तक", ["2026-12-12"]],
    ["before Friday's meeting", ["2026-10-09"]],
    ["next Friday", ["2026-10-16"]],
    ["this weekend", ["2026-10-10"]],
    ["next week", ["2026-10-12"]],
    ["agle hafte", ["2026-10-12"]],
    ["next month", ["2026-11-01"]],
    ["by the end of the month", ["2026-10-31"]],
    ["tomorrow", ["2026-10-06"]],
    ["day after tomorrow", ["2026-10-07"]],
    ["आज", ["2026-10-05"]],
    ["in 3 days", ["2026-10-08"]],
    ["within two weeks", ["2026-10-19"]],
    ["from 10 November to 20 November", ["2026-11-10", "2026-11-20"]],
  ])("reads %s", (text, expected) => {
    expect(days(text)).toEqual(expected);
  });

  it("takes no day that no calendar has, and no month that is only a verb", () => {
    expect(days("31 February")).toEqual([]);
    expect(days("we may march on with 2026-13-40")).toEqual([]);
  });

  it("counts days in India", () => {
    // 18:30 UTC is midnight in India.
    const late = { now: () => new Date("2026-10-05T18:30:00Z") };
    expect(perceive("today", { clock: late }).dates).toEqual(["2026-10-06"]);
  });
});
