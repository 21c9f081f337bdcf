import { describe, expect, it } from "vitest";
import { FESTIVAL_DATES, REVIEWED_YEARS } from "../../src/india/festival-dates.ts";
import { FESTIVAL_NAMES } from "../../src/india/festival-names.ts";
import { FESTIVALS } from "../../src/india/festival-rules.ts";

const ids = new Set(FESTIVALS.map(({ id }) => id));

describe("festival data", () => {
  it("has one festival per id and a date for each in every reviewed year", () => {
    expect(ids.size).toBe(FESTIVALS.length);
    for (const year of REVIEWED_YEARS) {
      const dated = FESTIVAL_DATES.filter(({ day }) => day.startsWith(String(year))).map(({ id }) => id);
      expect(new Set(dated)).toEqual(ids);
      expect(dated).toHaveLength(ids.size);
    }
  });

  it("has names and dates only of festivals that exist", () => {
    expect([...FESTIVAL_NAMES.keys()].filter((id) => !ids.has(id))).toEqual([]);
    expect(FESTIVAL_DATES.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it("has real days, each alternative and end in the year of its date", () => {
    for (const { day, until = day, elsewhere = [] } of FESTIVAL_DATES) {
      expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      expect(until >= day).toBe(true);
      for (const other of [until, ...elsewhere.map((place) => place.day)])
        expect(other.slice(0, 4)).toBe(day.slice(0, 4));
    }
  });

  it("is in the order of the calendar", () => {
    const days = FESTIVAL_DATES.map(({ day }) => day);
    expect(days).toEqual(days.toSorted());
  });

  it("marks moon dates of a year without a government list as less than confirmed", () => {
    const of2027 = FESTIVAL_DATES.filter(({ day }) => day.startsWith("2027"));
    expect(of2027.filter(({ confidence }) => confidence === "confirmed")).toEqual([]);
  });
});
