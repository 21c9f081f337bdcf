import { describe, expect, it } from "vitest";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";

const calendar = createFestivalCalendar();
const toIds = (text: string) => calendar.find(text).map(({ id }) => id);

describe("find", () => {
  it.each([
    ["Plan Diwali and Holi", ["diwali", "holi"]],
    ["holi before diwali", ["holi", "diwali"]],
    ["diwali", ["diwali"]],
    ["ganesh-chaturthi", ["ganesh-chaturthi"]],
    ["deepavali sale", ["diwali"]],
    ["Deewali's offers", ["diwali"]],
    ["#DiwaliSale", ["diwali"]],
    ["eid campaign", ["eid-ul-fitr"]],
    ["Eid-e-Milad", ["milad"]],
    ["Bakri Eid offer", ["bakrid"]],
    ["BFCM", ["black-friday", "cyber-monday"]],
    ["push before the end of financial year", ["financial-year-end"]],
    ["rakhi gifts", ["raksha-bandhan"]],
  ])("knows Latin spellings: %s", (text, ids) => expect(toIds(text)).toEqual(ids));

  it.each([
    ["दिवाली के लिए ऑफर", ["diwali"]],
    ["दीपावली", ["diwali"]],
    ["दिवाळीसाठी ऑफर", ["diwali"]],
    ["தீபாவளிக்கு", ["diwali"]],
    ["பொங்கலுக்கு", ["pongal"]],
    ["ईद मुबारक", ["eid-ul-fitr"]],
    ["छठ पूजा", ["chhath"]],
  ])("knows Indian scripts: %s", (text, ids) => expect(toIds(text)).toEqual(ids));

  it.each(["holy water", "user id", "छठे दिन", "a plan without any"])("finds none in: %s", (text) => {
    expect(toIds(text)).toEqual([]);
  });
});

describe("on", () => {
  it("gives the date of that year and what follows from it", () => {
    expect(calendar.on("diwali", 2026)).toMatchObject({
      unknown: false,
      day: "2026-11-08",
      campaignStart: "2026-09-24",
      launchWindow: { from: "2026-10-09", to: "2026-10-25" },
      festival: { campaignType: "celebration_discount", leadDays: 45, subjectToMoon: true },
    });
    expect(calendar.on("diwali", 2027)).toMatchObject({ day: "2027-10-29" });
    expect(calendar.on("diwali", 2025)).toMatchObject({ day: "2025-10-20" });
  });

  it("says that it has no date instead of guessing one", () => {
    expect(calendar.on("diwali", 2028)).toMatchObject({ unknown: true, year: 2028 });
    expect(calendar.on("pongal", 2025)).toMatchObject({ unknown: true, festival: { id: "pongal" } });
    expect(calendar.on("no-such-day", 2026)).toMatchObject({ unknown: true, festival: null });
  });

  it("keeps regional days as data", () => {
    expect(calendar.on("holi", 2026)).toMatchObject({ elsewhere: [{ day: "2026-03-03" }] });
  });

  it("takes a late correction over the reviewed date", () => {
    const corrected = createFestivalCalendar({
      corrections: [{ id: "bakrid", day: "2027-05-18", confidence: "confirmed" }],
    });
    expect(corrected.on("bakrid", 2027)).toMatchObject({ day: "2027-05-18", confidence: "confirmed" });
    expect(calendar.on("bakrid", 2027)).toMatchObject({ day: "2027-05-17", confidence: "predicted" });
  });
});

describe("next", () => {
  it("skips a date that is over and keeps one that is not", () => {
    expect(calendar.next("diwali", new Date("2026-11-20T00:00:00Z"))).toMatchObject({ day: "2027-10-29" });
    expect(calendar.next("diwali", new Date("2026-11-08T10:00:00Z"))).toMatchObject({ day: "2026-11-08" });
    expect(calendar.next("ipl", new Date("2026-04-20T10:00:00Z"))).toMatchObject({ day: "2026-03-28" });
  });

  it("counts days as India does", () => {
    expect(calendar.next("diwali", new Date("2026-11-08T18:29:00Z"))).toMatchObject({ year: 2026 });
    expect(calendar.next("diwali", new Date("2026-11-08T18:30:00Z"))).toMatchObject({ year: 2027 });
  });

  it("says when the next year is not reviewed", () => {
    expect(calendar.next("diwali", new Date("2027-12-01T00:00:00Z"))).toMatchObject({
      unknown: true,
      year: 2028,
    });
  });
});

describe("upcoming", () => {
  it("lists what takes place in the window, over the end of the year", () => {
    const ids = calendar.upcoming(new Date("2026-11-20T10:00:00Z"), 60).map(({ festival }) => festival.id);
    expect(ids).toEqual([
      "guru-nanak-jayanti",
      "black-friday",
      "cyber-monday",
      "christmas",
      "makar-sankranti",
      "pongal",
    ]);
  });

  it("names the years that it cannot vouch for", () => {
    expect(calendar.missingYears(new Date("2026-11-20T10:00:00Z"), 60)).toEqual([]);
    expect(calendar.missingYears(new Date("2027-12-20T10:00:00Z"), 60)).toEqual([2028]);
  });
});
