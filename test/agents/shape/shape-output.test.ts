import { describe, expect, it } from "vitest";
import { shapeOutput } from "../../../src/agents/shape/shape-output.ts";
import { field, listOf, objectOf } from "../support/fields.ts";

const summary = field("summary", "string");
const moves = field(
  "moves",
  listOf(
    objectOf(
      field("move", "string"),
      field("cost", "string"),
      field("sure", { kind: "enum", values: ["high", "low"] }),
    ),
  ),
);
const rows = [
  { move: "Gift boxes", cost: "₹2,000", sure: "high" },
  { move: "Office visits", cost: "", sure: "low" },
];

describe("shapeOutput on the agreed form", () => {
  it("reads paragraphs, bullets, tables and single values", () => {
    const fields = [
      summary,
      field("steps", listOf("string")),
      moves,
      field("budget", "money"),
      field("day", "date"),
      field("ready", "boolean"),
      field("share", "number"),
    ];
    const markdown = [
      "## Summary\n\nWe win.\n\nAnd we know why. [S1]",
      "## Steps\n\n- Call ten offices\n- Print boxes\n  and cards",
      "## Moves\n\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits |  | low |",
      "## Budget\n\n₹2 lakh",
      "## Day\n\n8 November 2026",
      "## Ready\n\nyes",
      "## Share\n\n12.5 %",
    ].join("\n\n");
    expect(shapeOutput(markdown, fields)).toEqual({
      output: {
        summary: "We win.\n\nAnd we know why. [S1]",
        steps: ["Call ten offices", "Print boxes\nand cards"],
        moves: rows,
        budget: 2_00_000_00,
        day: "2026-11-08",
        ready: true,
        share: 12.5,
      },
      problems: [],
    });
  });

  it("reports what is missing, wrong or too long", () => {
    const fields = [
      summary,
      field("tone", { kind: "enum", values: ["warm", "formal"] }),
      field("title", "string", { bounds: { max: 5, unit: "characters" } }),
      field("tags", listOf("string"), { bounds: { min: 2, max: 3, unit: "items" } }),
    ];
    const { output, problems } = shapeOutput(
      "## Tone\n\ngrumpy\n\n## Title\n\nMuch too long\n\n## Tags\n\n- one",
      fields,
    );
    expect(output).toEqual({ title: "Much too long", tags: ["one"] });
    expect(problems.map(({ path }) => path).sort()).toEqual(["summary", "tags", "title", "tone"]);
    expect(problems).toContainEqual({ path: "summary", message: "is missing" });
  });

  it("takes an empty cell of a table as absent, whatever its column holds", () => {
    const columns = [
      field("line", "string"),
      field("amount", "money"),
      field("sure", { kind: "enum", values: ["yes", "no"] }),
    ];
    const rows = field("rows", {
      kind: "list",
      of: { kind: "object", fields: columns },
      presentation: "table",
    });
    const { output, problems } = shapeOutput(
      "## Rows\n\n| line | amount | sure |\n|---|---|---|\n| Print |  |  |\n| Ads | ₹500 | yes |",
      [rows],
    );
    expect(output).toEqual({ rows: [{ line: "Print" }, { line: "Ads", amount: 500_00, sure: "yes" }] });
    expect(problems).toEqual([]);
  });

  it.each(["## Note", "## About this answer", "**Note**"])("ends the last text at %s", (heading) => {
    expect(
      shapeOutput(`## Summary\n\nWe win.\n\n${heading.startsWith("##") ? heading : "## Notes"}\n\nOffline.`, [
        summary,
      ]).output,
    ).toEqual({
      summary: "We win.",
    });
  });

  it("counts a note at the end as no field when the headings are translated", () => {
    const other = field("moves", listOf("string"));
    expect(
      shapeOutput("## सारांश\n\nजीत।\n\n## कदम\n\n- एक\n\n## Note\n\nOffline.", [summary, other]).output,
    ).toEqual({
      summary: "जीत।",
      moves: ["एक"],
    });
  });

  it("counts characters as people do", () => {
    const title = field("title", "string", { bounds: { max: 3, unit: "characters" } });
    expect(shapeOutput("## Title\n\nक्षिति", [title]).problems).toEqual([]);
  });

  it("fills in defaults and leaves optional fields out", () => {
    expect(
      shapeOutput("## Summary\n\nx", [
        summary,
        field("tone", "string", { required: false, default: "warm" }),
        field("note", "string", { required: false }),
      ]),
    ).toEqual({
      output: { summary: "x", tone: "warm" },
      problems: [],
    });
  });
});

describe("shapeOutput on what models really write", () => {
  it.each([
    [
      "other levels and numbers",
      "### 1. Summary\nWe win.\n\n### 2. Moves:\n\n| Move | Cost | Sure |\n| :-- | --: | --- |\n| Gift boxes | ₹2,000 | High |\n| Office visits |  | **low** |",
    ],
    [
      "bold labels",
      "**Summary:** We win.\n\n**Moves**\n\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits | | low |",
    ],
    [
      "plain labels",
      "Summary: We win.\nMoves:\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits | | low |",
    ],
    [
      "a code fence and a preamble",
      "```markdown\nHere you are.\n\n## Summary\n\nWe win.\n\n## Moves\n\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits | | low |\n```",
    ],
    [
      "JSON",
      'Sure:\n```json\n{"Summary": "We win.", "moves": [{"move": "Gift boxes", "cost": "₹2,000", "sure": "high"}, {"move": "Office visits", "cost": "", "sure": "low"}]}\n```',
    ],
    [
      "blocks with keys",
      "## Summary\n\nWe win.\n\n## Moves\n\n### Move 1\n\n- **Move:** Gift boxes\n- **Cost:** ₹2,000\n- **Sure:** high\n\n### Move 2\n\n- Move: Office visits\n- Cost:\n- Sure: low",
    ],
    [
      "numbered blocks",
      "## Summary\n\nWe win.\n\n## Moves\n\n1. **Gift boxes**\n   - Cost: ₹2,000\n   - Sure: high\n2. **Office visits**\n   - Cost:\n   - Sure: low",
    ],
    [
      "titled blocks",
      "## Summary\n\nWe win.\n\n## Moves\n\n### 1. Gift boxes\n- Cost: ₹2,000\n- Sure: high\n\n### 2. Office visits\n- Cost: \n- Sure: low",
    ],
    [
      "repeated keys",
      "## Summary\n\nWe win.\n\n## Moves\n\nMove: Gift boxes\nCost: ₹2,000\nSure: high\n\nMove: Office visits\nCost:\nSure: low",
    ],
    [
      "translated headings in order",
      "## सारांश\n\nWe win.\n\n## कदम\n\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits | | low |",
    ],
    [
      "a closing note",
      "## Summary\n\nWe win.\n\n## Moves\n\n| move | cost | sure |\n|---|---|---|\n| Gift boxes | ₹2,000 | high |\n| Office visits | | low |\n\n## Anything else\n\nLet me know.",
    ],
  ])("reads %s", (_name, markdown) => {
    expect(shapeOutput(markdown, [summary, moves])).toEqual({
      output: { summary: "We win.", moves: rows },
      problems: [],
    });
  });

  it("takes an answer without headings as the one text that is wanted", () => {
    expect(shapeOutput("It is revenue over spend.\n\nSo 3.2.", [field("answer", "string")]).output).toEqual({
      answer: "It is revenue over spend.\n\nSo 3.2.",
    });
    expect(shapeOutput("It is so.", [summary, field("note", "string", { required: false })]).output).toEqual({
      summary: "It is so.",
    });
  });

  it("keeps headings that a text has of its own", () => {
    const fields = [field("post", "string"), field("tags", listOf("string"))];
    expect(
      shapeOutput(
        "## Post\n\n### Why it matters\n\nBecause.\n\n## And then\n\nMore.\n\n## Tags\n\n#diwali #sweets",
        fields,
      ).output,
    ).toEqual({
      post: "### Why it matters\n\nBecause.\n\n## And then\n\nMore.",
      tags: ["#diwali", "#sweets"],
    });
  });

  it("does not count a note about the answer as part of it", () => {
    expect(
      shapeOutput("## Answer\n\nYes.\n\n## Note\n\nNo model is configured.", [field("answer", "string")])
        .output,
    ).toEqual({ answer: "Yes." });
  });

  it("reads mails with several paragraphs", () => {
    const emails = field("emails", listOf(objectOf(field("subject", "string"), field("body", "string"))));
    const markdown =
      "## Emails\n\n### Email 1\n\n**Subject:** Hello\n**Body:**\n\nDear Asha,\n\nwe are open.\n\n### Email 2\n\n- subject: Bye\n- body: Short.";
    expect(shapeOutput(markdown, [emails]).output).toEqual({
      emails: [
        { subject: "Hello", body: "Dear Asha,\n\nwe are open." },
        { subject: "Bye", body: "Short." },
      ],
    });
  });

  it("reads an object from items, from two columns and from one row", () => {
    const offer = field("offer", objectOf(field("headline", "string"), field("last_day", "date")));
    const wanted = { offer: { headline: "Buy two", last_day: "2026-11-06" } };
    expect(
      shapeOutput("## Offer\n\n- headline: Buy two\n- last_day: 6 November 2026", [offer]).output,
    ).toEqual(wanted);
    expect(
      shapeOutput(
        "## Offer\n\n| key | value |\n|---|---|\n| Headline | Buy two |\n| Last day | 2026-11-06 |",
        [offer],
      ).output,
    ).toEqual(wanted);
    expect(
      shapeOutput("## Offer\n\n| headline | last day |\n|---|---|\n| Buy two | 2026-11-06 |", [offer]).output,
    ).toEqual(wanted);
  });

  it("survives any text", () => {
    for (const text of [
      "",
      "|",
      "| a |\n|---|",
      "#",
      "##",
      "```",
      "{",
      "[",
      "**",
      "- ",
      "\u0000",
      "a:".repeat(5_000),
    ]) {
      expect(() => shapeOutput(text, [summary, moves])).not.toThrow();
    }
  });
});
