import { describe, expect, it } from "vitest";
import { toNextSlot } from "../../src/crons/schedule.ts";

/** The next slots from a moment on. */
function slots(schedule: string, timezone: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let after = new Date(from); found.length < count;) {
    const slot = toNextSlot({ schedule, timezone }, after, null);
    if (slot === null) break;
    found.push(slot.toISOString());
    after = slot;
  }
  return found;
}

describe("a slot", () => {
  it("is read in the zone", () => {
    expect(slots("30 9 * * 1-5", "Asia/Kolkata", "2026-11-20T00:00:00Z", 3)).toEqual([
      "2026-11-20T04:00:00.000Z",
      "2026-11-23T04:00:00.000Z",
      "2026-11-24T04:00:00.000Z",
    ]);
    expect(slots("0 0 1 JAN *", "UTC", "2026-11-20T00:00:00Z", 1)).toEqual(["2027-01-01T00:00:00.000Z"]);
  });

  it("comes after the moment, never at it", () => {
    expect(slots("* * * * *", "UTC", "2026-11-20T10:00:00Z", 1)).toEqual(["2026-11-20T10:01:00.000Z"]);
    expect(slots("* * * * *", "UTC", "2026-11-20T10:00:59.999Z", 1)).toEqual(["2026-11-20T10:01:00.000Z"]);
  });

  it("that the clocks leave out comes once, right after", () => {
    // 29 March 2026: 02:00 to 03:00 does not exist in Berlin.
    expect(slots("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("that the clocks repeat comes once at a fixed hour, and each time when every hour is meant", () => {
    // 25 October 2026: 02:00 to 03:00 comes twice in Berlin.
    expect(slots("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
    expect(slots("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 3)).toEqual([
      "2026-10-25T00:00:00.000Z",
      "2026-10-25T01:00:00.000Z",
      "2026-10-25T02:00:00.000Z",
    ]);
  });

  it("after the end is none", () => {
    const daily = { schedule: "0 12 * * *", timezone: "UTC" };
    const after = new Date("2026-11-20T13:00:00Z");
    expect(toNextSlot(daily, after, new Date("2026-11-21T12:00:00Z"))?.toISOString()).toBe(
      "2026-11-21T12:00:00.000Z",
    );
    expect(toNextSlot(daily, after, new Date("2026-11-21T11:59:59Z"))).toBeNull();
  });
});

describe("what is no schedule", () => {
  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "@daily",
    "H * * * *",
    "61 * * * *",
    "0 0 31 2 *",
    "0 0 30 FEB *",
    "a b c d e",
    "*/0 * * * *",
    "0 0 * * 8",
    "0 0 * * MONDAY",
    "0 0 * * * ; drop",
  ])("is refused: %j", (schedule) => {
    expect(() => toNextSlot({ schedule, timezone: "UTC" }, new Date(0), null)).toThrow(
      expect.objectContaining({ code: "validation_failed" }),
    );
  });

  it.each(["Mars/Olympus", "", "+05:30", "local", "system", "EST5EDT4"])(
    "is refused with the zone %j",
    (timezone) => {
      expect(() => toNextSlot({ schedule: "* * * * *", timezone }, new Date(0), null)).toThrow(
        expect.objectContaining({ code: "validation_failed" }),
      );
    },
  );
});
