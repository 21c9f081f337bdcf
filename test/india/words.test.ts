import { describe, expect, it } from "vitest";
import { toIndianDay } from "../../src/india/days.ts";
import { toSoundKey, toWords } from "../../src/india/words.ts";

describe("toWords", () => {
  it("keeps Indian words whole", () => {
    expect(toWords("दिवाली की मिठाई, தீபாவளி!")).toEqual(["दिवाली", "की", "मिठाई", "தீபாவளி"]);
  });

  it("makes usual spellings equal", () => {
    expect(toWords("हिन्दी चाँद १२")).toEqual(toWords("हिंदी चांद 12"));
    expect(toWords("\u0958लम")).toEqual(toWords("क\u093cलम"));
    expect(toWords("क्\u200dष")).toEqual(toWords("क्ष"));
    expect(toWords("कन्या")).toEqual(["कन्या"]);
  });
});

describe("toSoundKey", () => {
  it("is one for spellings that sound alike", () => {
    expect(new Set(["diwali", "deewali", "divali", "diwaali"].map(toSoundKey)).size).toBe(1);
    expect(toSoundKey("deepavali")).toBe(toSoundKey("dipawali"));
  });
});

describe("toIndianDay", () => {
  it("turns at 18:30 UTC", () => {
    expect(toIndianDay(new Date("2027-03-31T18:29:59Z"))).toBe("2027-03-31");
    expect(toIndianDay(new Date("2027-03-31T18:30:00Z"))).toBe("2027-04-01");
  });
});
