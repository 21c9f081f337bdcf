import { describe, expect, it } from "vitest";
import { toHindiStem } from "../../src/knowledge/hindi-stem.ts";
import { toQueryTerms, toTermVector } from "../../src/knowledge/search-terms.ts";
import { foldWord, toSearchWords } from "../../src/knowledge/words.ts";

describe("toSearchWords", () => {
  it("keeps Indian words whole and makes usual spellings equal", () => {
    expect(toSearchWords("दिवाली की मिठाई, தீபாவளி!")).toHaveLength(4);
    expect(toSearchWords("हिन्दी चाँद १२ दीवाली ज़्यादा")).toEqual(toSearchWords("हिंदी चांद 12 दिवाली ज्यादा"));
    expect(toSearchWords("Café GST-ready 2026")).toEqual(["café", "gst", "ready", "2026"]);
  });
});

describe("toHindiStem", () => {
  it.each([
    ["मिठाई", "मिठाइयों"],
    ["ग्राहक", "ग्राहकों"],
    ["दुकान", "दुकानें"],
  ])("brings %s and %s together", (one, other) => {
    expect(toHindiStem(foldWord(one))).toBe(toHindiStem(foldWord(other)));
  });

  it("leaves short words whole", () => {
    expect(toHindiStem(foldWord("दो"))).toBe("दो");
  });
});

describe("toTermVector", () => {
  it("gives each word its places and weight", () => {
    expect(toTermVector("price list price", "B")).toBe("'price':1B,3B 'list':2B");
  });

  it("holds nothing that could end its quotes", () => {
    expect(toTermVector("it's \\ 'quoted' a:1*&|!()<->")).toMatch(/^(?:'[\p{L}\p{M}\p{N}]+':[\d,]+ ?)+$/u);
  });
});

describe("toQueryTerms", () => {
  it("leaves out how something is asked, unless nothing else is left", () => {
    expect(toQueryTerms("please tell me the price").map(({ word }) => word)).toEqual(["price"]);
    expect(toQueryTerms("what is it").map(({ word }) => word)).toEqual(["what", "is", "it"]);
  });

  it("is bounded", () => {
    const long = Array.from({ length: 500 }, (_, n) => `word${n}`).join(" ");
    expect(toQueryTerms(long)).toHaveLength(32);
    expect(toQueryTerms("x".repeat(10_000))[0]?.literal.length).toBeLessThan(80);
  });
});
