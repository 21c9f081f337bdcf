import { describe, expect, it } from "vitest";
import { toSingular, toStem } from "../../../src/agents/words/stem.ts";
import { findWords, toListPattern } from "../../../src/agents/words/words.ts";

describe("findWords", () => {
  it("keeps vowel signs and joiners inside their word", () => {
    expect(findWords("दिवाली का ऑफर").map(({ text }) => text)).toEqual(["दिवाली", "का", "ऑफर"]);
  });

  it("gives offsets into the text", () => {
    const text = "Friday’s सेल";
    for (const word of findWords(text)) expect(text.slice(word.start, word.end)).toBe(word.text);
  });
});

describe("toListPattern", () => {
  it("finds whole words only, the longest first, in any script", () => {
    expect("New  Delhi and Delhiite".match(toListPattern(["delhi", "new delhi"]))).toEqual(["New  Delhi"]);
    expect("दुकानदार दुकान".match(toListPattern(["दुकान"]))).toEqual(["दुकान"]);
  });
});

describe("toStem", () => {
  it.each([
    ["emails", "emailing"],
    ["strategies", "strategy"],
    ["pricing", "prices"],
    ["planning", "plans"],
    ["compared", "comparing"],
  ])("brings %s and %s together", (left, right) => {
    expect(toStem(left)).toBe(toStem(right));
  });

  it("leaves short words, double s and other scripts as they are", () => {
    expect(toSingular("business")).toBe("business");
    expect(toStem("gas")).toBe("gas");
    expect(toStem("दुकानें")).toBe("दुकानें");
  });
});
