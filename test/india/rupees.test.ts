import { describe, expect, it } from "vitest";
import { parseRupees } from "../../src/india/rupees.ts";

function toRupees(text: string): number[] {
  return parseRupees(text).map(({ paise }) => paise / 100);
}

describe("parseRupees reads amounts", () => {
  it.each([
    ["2 lakh", [200_000]],
    ["₹1.5 crore", [15_000_000]],
    ["Rs. 49,999", [49_999]],
    ["Rs5000/-", [5_000]],
    ["500/- only", [500]],
    ["40k rupees", [40_000]],
    ["2,00,000", [200_000]],
    ["₹2,00,000.50", [200_000.5]],
    ["1,000,000 INR", [1_000_000]],
    ["₹2.5Cr", [25_000_000]],
    ["2 lacs", [200_000]],
    ["2 lakh 50 thousand rupees", [250_000]],
    ["1 crore 20 lakh", [12_000_000]],
    ["twenty five thousand rupees", [25_000]],
    ["one and a half lakh", [150_000]],
    ["half a crore", [5_000_000]],
    ["do lakh", [200_000]],
    ["spend 2 lakh, of which 40k rupees on ads", [200_000, 40_000]],
    ["Rs 500 Rs 700", [500, 700]],
  ])("%s", (text, expected) => expect(toRupees(text)).toEqual(expected));
});

describe("parseRupees reads Indian scripts", () => {
  it.each([
    ["2 लाख", [200_000]],
    ["दो लाख", [200_000]],
    ["५० हज़ार रुपये", [50_000]],
    ["५० हजार रुपए", [50_000]],
    ["साढ़े तीन लाख", [350_000]],
    ["डेढ़ करोड़", [15_000_000]],
    ["10 से 15 लाख रुपये", [1_000_000, 1_500_000]],
    ["10 हज़ार का बजट", [10_000]],
    ["2 லட்சம் ரூபாய்", [200_000]],
    ["రూ. 50,000", [50_000]],
    ["5 లక్షల", [500_000]],
  ])("%s", (text, expected) => expect(toRupees(text)).toEqual(expected));

  it("takes a letter with its dot in one code point or in two", () => {
    expect(toRupees("2 करो\u095c")).toEqual(toRupees("2 करोड\u093c"));
    expect(toRupees("डे\u095d लाख")).toEqual([150_000]);
  });
});

describe("parseRupees gives both ends of a range", () => {
  it.each([
    ["10-15 lakh", [1_000_000, 1_500_000]],
    ["between 10 and 15 lakh", [1_000_000, 1_500_000]],
    ["₹10-15k", [10_000, 15_000]],
    ["₹5 lakh to ₹10 lakh", [500_000, 1_000_000]],
    ["50,000 to 2 lakh", [50_000, 200_000]],
    ["10,000-15,000 rupees", [10_000, 15_000]],
  ])("%s", (text, expected) => expect(toRupees(text)).toEqual(expected));
});

describe("parseRupees leaves alone what is not money", () => {
  it.each([
    "plan 3 posts for 2026",
    "Call 9876543210",
    "49,999",
    "2 lakh followers",
    "10 lakh active users in Pune",
    "5 lakh+ customers",
    "५ लाख लोग",
    "grow followers to 1 lakh",
    "50 thousand people",
    "2L bottle",
    "$2 million",
    "USD 5 lakh",
    "budget 2026",
    "spend 30 minutes",
    "2-3 posts a week",
  ])("%s", (text) => expect(parseRupees(text)).toEqual([]));

  it("counts people beside an amount as people", () => {
    expect(toRupees("2 lakh for 500 users")).toEqual([200_000]);
    expect(toRupees("5000 rupees and 300 people")).toEqual([5_000]);
    expect(toRupees("₹2 lakh 3 posts")).toEqual([200_000]);
  });
});

describe("parseRupees with the word budget", () => {
  it.each([
    ["budget of 50,000", [50_000]],
    ["budget is 40k", [40_000]],
    ["our budget: 2L", [200_000]],
    ["price 499", [499]],
  ])("%s needs no currency", (text, expected) => expect(toRupees(text)).toEqual(expected));
});

describe("parseRupees with thousands that count nothing", () => {
  it.each([
    ["has 75k for promotion", [75_000]],
    ["about 35k this Deepavali", [35_000]],
    ["a showroom in Indore, 35 thousand", [35_000]],
    ["sirf 40 hazar hai", [40_000]],
    ["30 to 40 thousand for ads", [30_000, 40_000]],
  ])("%s", (text, expected) => expect(toRupees(text)).toEqual(expected));

  it.each([
    "10k steps",
    "a 5k run",
    "grow from 5k to 10k on Instagram",
    "we reach 20k",
    "12k on Instagram",
    "4k video",
  ])("leaves alone: %s", (text) => expect(parseRupees(text)).toEqual([]));
});

describe("parseRupees says where", () => {
  it("gives the span and its text, also after Indian digits", () => {
    const text = "बजट ५० हज़ार रुपये, समय 3 दिन";
    const [amount] = parseRupees(text);
    expect(amount).toMatchObject({ text: "५० हज़ार रुपये", paise: 50_000_00 });
    expect(text.slice(amount?.start, amount?.end)).toBe(amount?.text);
  });

  it("gives whole paise and no amount beyond safe integers", () => {
    expect(parseRupees("₹0.1 lakh")[0]?.paise).toBe(10_000_00);
    expect(parseRupees("₹ 9,99,99,99,99,99,99,999")).toEqual([]);
  });
});
