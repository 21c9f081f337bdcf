import { describe, expect, it } from "vitest";
import { perceive } from "../../../src/agents/perceive/perceive.ts";
import { clock } from "../support/clock.ts";

const counts = (text: string) => perceive(text, { clock }).counts.map(({ value, unit }) => [value, unit]);

describe("counts", () => {
  it.each([
    ["a 3-email sequence", [[3, "email"]]],
    ["five posts", [[5, "post"]]],
    ["5 short LinkedIn posts", [[5, "post"]]],
    [
      "three blog posts and ten tweets",
      [
        [3, "post"],
        [10, "tweet"],
      ],
    ],
    ["for 2 weeks", [[2, "week"]]],
    ["3 ईमेल", [[3, "email"]]],
    ["तीन पोस्ट लिखो", [[3, "post"]]],
    ["teen posts likho instagram ke liye", [[3, "post"]]],
    ["३ ईमेल", [[3, "email"]]],
  ])("reads %s", (text, expected) => {
    expect(counts(text)).toEqual(expected);
  });

  it("leaves money, dates and words that only look like numbers alone", () => {
    expect(counts("2 lakh for 12 December")).toEqual([]);
    expect(counts("what teen customers do")).toEqual([]);
    expect(counts("one of the posts")).toEqual([]);
  });
});
