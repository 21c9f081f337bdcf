import { describe, expect, it } from "vitest";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import { createFestivalCalendarTool } from "../../src/tools/festival-calendar.ts";

const tool = createFestivalCalendarTool({ festivals: createFestivalCalendar() });

async function ask(input: Record<string, unknown>, now = "2026-11-20T10:00:00Z") {
  const output = tool.output.parse(
    await tool.run({ tenantId: LOCAL_TENANT_ID, clock: { now: () => new Date(now) } }, input),
  );
  return { output, ...tool.toFacts(output) };
}

describe("festival-calendar", () => {
  it("gives the next date of a festival by any of its names", async () => {
    const { output } = await ask({ festival: "दिवाली" });
    expect(output).toMatchObject({
      festivals: [{ id: "diwali", day: "2027-10-29", lead_days: 45 }],
      unknown: [],
    });
  });

  it("gives the date of a year, several festivals at once", async () => {
    const { output } = await ask({ festival: "Holi and Diwali", year: 2026 });
    expect(output).toMatchObject({ festivals: [{ day: "2026-03-04" }, { day: "2026-11-08" }] });
  });

  it("says what it does not know", async () => {
    expect((await ask({ festival: "Diwali", year: 2029 })).output).toMatchObject({
      festivals: [],
      unknown: [expect.stringContaining("2029")],
    });
    expect((await ask({ festival: "Oktoberfest" })).output).toMatchObject({
      unknown: [expect.stringContaining("Oktoberfest")],
    });
    expect((await ask({}, "2027-12-20T10:00:00Z")).output).toMatchObject({
      unknown: [expect.stringContaining("2028")],
    });
  });

  it("lists what comes up, or a whole year", async () => {
    const { output } = await ask({ days: 10 });
    expect(output).toMatchObject({
      festivals: [{ id: "guru-nanak-jayanti" }, { id: "black-friday" }, { id: "cyber-monday" }],
    });
    expect((await ask({ year: 2027 })).facts.length).toBeGreaterThan(80);
  });

  it("states each date as a fact to cite, days of other regions apart from it", async () => {
    const { facts } = await ask({ festival: "Holi", year: 2026 });
    expect(facts.map(({ label }) => label)).toEqual(["Holi", "Holi campaign", "other_day"]);
    expect(facts[0]?.text).toContain("Wednesday");
    expect(facts[0]?.text).toContain("4 March 2026");
    expect(facts[0]?.text).not.toContain("3 March");
    expect(facts[2]?.text).toContain("3 March 2026");
  });
});
