import { describe, expect, test } from "vitest";
import type { Brief } from "../../../src/domain/brief.ts";
import { listShares } from "../../../src/models/offline/budget-split.ts";
import { composeAnswer } from "../../../src/models/offline/compose-answer.ts";
import { listMilestones } from "../../../src/models/offline/milestones.ts";
import { brief, field, items, section, table, toolFact } from "../sample-brief.ts";

const sections = [
  {
    heading: "Phases",
    body: [
      "| phase | from | to | job |",
      "|---|---|---|---|",
      "| Warm up | 45 days before | 31 days before | Collect offices, early lists |",
      "| Launch | 30 days before | 4 days before | Known customers order first |",
      "| After | Diwali | 4 days after | Thanks, reviews |",
    ].join("\n"),
  },
  {
    heading: "Budget split",
    body: [
      "| line | local shop | online brand | what it buys |",
      "|---|---|---|---|",
      "| Known customers: WhatsApp, SMS | 60 % | 20 % | Cheap orders |",
      "| Paid reach | 40 % | 80 % | New customers |",
    ].join("\n"),
  },
];

const columns = ["phase", "from", "to", "job", "channel"].map((name) => field(name, "string"));
const output = [
  table("phases", columns, { bounds: items(1, 5) }),
  table("budget_split", [field("line", "string"), field("amount", "money"), field("share", "string")]),
  table(
    "dates",
    ["moment", "date", "days_left", "source"].map((name) => field(name, "string")),
  ),
  table(
    "messages",
    ["channel", "language", "send_on", "text"].map((name) => field(name, "string")),
    {
      bounds: items(2, 3),
    },
  ),
];

function festive(request: string, inputs: Record<string, unknown>): Brief {
  const facts = [
    toolFact("Dhanteras", "Dhanteras is on 6 November 2026."),
    toolFact("Diwali", "Diwali is on 8 November 2026 (confirmed)."),
  ];
  return brief(request, { inputs, facts, skill: { title: "Diwali campaign", sections, output } });
}

function compose(from: Brief, day: string): string {
  return composeAnswer(from, { problem: null }, new Date(`${day}T06:00:00Z`));
}

const shop = festive("Diwali plan for a sweets shop in Pune", {
  business: "a sweets shop in Pune",
  city: "Pune",
  budget: 1_00_000_00,
});

describe("the skill's own tables", () => {
  test("become rows with days instead of offsets", () => {
    const rows = section(compose(shop, "2026-09-01"), "Phases").split("\n").slice(2);
    expect(rows).toEqual([
      "| Warm up | 24 September 2026 | 8 October 2026 | Collect offices, early lists |  |",
      "| Launch | 9 October 2026 | 4 November 2026 | Known customers order first |  |",
      "| After | 8 November 2026 | 12 November 2026 | Thanks, reviews |  |",
    ]);
  });

  test("lose what is over and begin today", () => {
    const rows = section(compose(shop, "2026-10-20"), "Phases").split("\n").slice(2);
    expect(
      rows.map((row) =>
        row
          .split("|")
          .slice(1, 3)
          .map((cell) => cell.trim()),
      ),
    ).toEqual([
      ["Launch", "20 October 2026"],
      ["After", "8 November 2026"],
    ]);
  });

  test("keep their offsets while the day is not known", () => {
    const phases = section(compose({ ...shop, facts: [] }, "2026-10-20"), "Phases");
    expect(phases).toContain("| Warm up | 45 days before | 31 days before |");
  });

  test("split a budget by the column that the request speaks of", () => {
    expect(section(compose(shop, "2026-09-01"), "Budget split")).toContain(
      "| Known customers: WhatsApp, SMS | ₹60,000 | 60% |",
    );
    const online = festive("Diwali plan for our online store", {
      business: "an online store",
      budget: 1_00_000_00,
    });
    expect(section(compose(online, "2026-09-01"), "Budget split")).toContain(
      "| Paid reach | ₹80,000 | 80% |",
    );
    expect(listShares({ ...shop.skill, sections: [] }, "shop")).toEqual([]);
  });

  test("know where a span ends", () => {
    expect(listMilestones(shop.skill).map(({ label, offset, until }) => [label, offset, until])).toEqual([
      ["Warm up", -45, -31],
      ["Launch", -30, -4],
      ["After", 0, 4],
    ]);
  });
});

test("dates come from sources only, with the days that are left in India", () => {
  const rows = section(compose(shop, "2026-10-01"), "Dates").split("\n").slice(2);
  expect(rows).toEqual([
    "| Dhanteras | 6 November 2026 | 36 | [S1] |",
    "| Diwali | 8 November 2026 | 38 | [S2] |",
  ]);
  expect(section(compose({ ...shop, facts: [] }, "2026-10-01"), "Dates").split("\n")).toHaveLength(2);
});

test("messages are spread over what is still ahead, in the language and the channels that were asked for", () => {
  const from = festive("Diwali plan", {
    business: "sweets shop",
    city: "Pune",
    channels: ["Instagram", "SMS"],
  });
  const rows = section(compose(from, "2026-10-20"), "Messages").split("\n").slice(2);
  expect(rows[0]).toBe(
    "| Instagram | English | 20 October 2026 | Diwali at our sweets shop. Ask us about Diwali in Pune. |",
  );
  expect(rows[1]).toMatch(/^\| SMS \| English \| 8 November 2026 \| Sweets shop in Pune\. /);
  const hindi = { ...from, language: "hi", request: "दीवाली की योजना" };
  expect(section(compose(hindi, "2026-10-20"), "Messages")).toContain(
    "| Instagram | Hindi | 20 October 2026 | हमारी sweets shop में Diwali. Pune में Diwali के बारे में हमसे पूछें। |",
  );
});
