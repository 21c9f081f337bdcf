import { describe, expect, it } from "vitest";
import { toLatinDigits, toLatinSounds } from "../../src/skills/indic-letters.ts";
import { toRequestWords } from "../../src/skills/request-words.ts";

const terms = (text: string) => toRequestWords(text).map((word) => word.term);
const isSame = (left: string, right: string) => terms(left).join(" ") === terms(right).join(" ");

describe("the words of a request", () => {
  it("are whole in every script", () => {
    expect(toRequestWords("दिवाली पर मिठाई, தீபாவளி & దీపావళి!").map((word) => word.surface)).toEqual([
      "दिवाली",
      "मिठाई",
      "தீபாவளி",
      "దీపావళి",
    ]);
  });

  it("leave out what decides nothing", () => {
    expect(terms("What is the price of 2, 50,000 or १२ in it?")).toEqual(["pric"]);
    expect(terms("मुझे इस के लिए बताइए")).toEqual([]);
    expect(terms("mujhe iske liye batao kya hai")).toEqual(terms("iske"));
  });

  it.each([
    ["competitors", "competitor"],
    ["strategies", "strategy"],
    ["boxes", "box"],
    ["pricing", "price"],
    ["planned", "planning"],
    ["selling", "sells"],
    ["deepawali", "dipavali"],
    ["barphi", "barfi"],
    ["bazaar", "bajaar"],
    ["दिवाली", "diwali"],
    ["दीपावली", "deepavali"],
    ["ದೀಪಾವಳಿ", "dipavali"],
    ["पोस्ट", "post"],
    ["हिन्दी", "हिंदी"],
    ["बाज़ार", "बाजार"],
    ["बा\u095bार", "बाजार"],
    ["मिठाइयों", "मिठाई"],
    ["PRICE", "price"],
  ])("%s and %s are one", (left, right) => {
    expect(isSame(left, right)).toBe(true);
  });

  it.each([
    ["business", "busy"],
    ["news", "new"],
    ["bring", "br"],
    ["feed", "fe"],
    ["campaign", "company"],
  ])("%s and %s are two", (left, right) => {
    expect(isSame(left, right)).toBe(false);
  });

  it("do not take long over a long text", () => {
    const begun = performance.now();
    toRequestWords("a".repeat(300_000));
    toRequestWords("aing ".repeat(60_000));
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

it("Indian digits are digits", () => {
  expect(toLatinDigits("₹५०,००० and ௨௩")).toBe("₹50,000 and 23");
});

it("Indian words have Latin sounds", () => {
  expect(["दिवाली", "बर्फी", "पुणे", "शगुन"].map(toLatinSounds)).toEqual(["divali", "barphi", "pune", "shagun"]);
});
