import { describe, expect, it } from "vitest";
import { shapeOutput } from "../../../src/agents/shape/shape-output.ts";
import { toMarkdown } from "../../../src/agents/shape/to-markdown.ts";
import type { Field, FieldType } from "../../../src/domain/skill.ts";
import { field, listOf, objectOf } from "../support/fields.ts";
import { createSeeded, type Seeded } from "../support/seeded.ts";

const NAMES = [
  "summary",
  "first_step",
  "cost",
  "why_it_decides",
  "owner",
  "phase",
  "budget_split",
  "last_order_day",
];
const WORDS = [
  "Diwali",
  "boxes",
  "₹2,000",
  "दिवाली",
  "a|b",
  "c\\d",
  "x; y",
  "p, q",
  "key: value",
  "**bold**",
  "<br>",
  "[S1]",
  "100%",
  "“so”",
  "#tag",
  "- dash",
  "$&",
];
const BLOCKS = [
  "## Summary",
  "### Cost",
  "## Elsewhere",
  "\\## Owner",
  "- item",
  "1. item",
  "| a | b |",
  "Summary: so",
  "**Owner**",
  "```",
  "> said",
];
const SCALARS: FieldType[] = [
  { kind: "string" },
  { kind: "number" },
  { kind: "integer" },
  { kind: "boolean" },
  { kind: "date" },
  { kind: "money" },
  { kind: "url" },
  { kind: "enum", values: ["high", "medium", "low"] },
];

function makeType(seeded: Seeded, depth: number): FieldType {
  const kind = seeded.below(depth === 0 ? 5 : 8);
  if (kind < 5 || depth === 0) return seeded.pick(SCALARS);
  if (kind === 5) return objectOf(...makeFields(seeded, depth - 1));
  if (kind === 6) return listOf(seeded.pick(SCALARS));
  return listOf(objectOf(...makeFields(seeded, depth - 1)), seeded.pick(["list", "table"] as const));
}

function makeFields(seeded: Seeded, depth: number): Field[] {
  const names = NAMES.toSorted(() => seeded.below(3) - 1).slice(0, 2 + seeded.below(3));
  return names.map((name) => field(name, makeType(seeded, depth)));
}

function makeLine(seeded: Seeded): string {
  return [seeded.pick(["Sell", "और", "Then"]), ...seeded.times(5, () => seeded.pick(WORDS))].join(" ");
}

function makeValue(seeded: Seeded, type: FieldType, isTop: boolean): unknown {
  switch (type.kind) {
    case "string": {
      const isLong = isTop || seeded.below(6) === 0;
      return isLong
        ? [
            makeLine(seeded),
            ...seeded.times(3, () => seeded.pick([...BLOCKS, "", makeLine(seeded)])),
            makeLine(seeded),
          ].join("\n")
        : makeLine(seeded);
    }
    case "number":
      return seeded.below(100_000) / 4;
    case "integer":
      return seeded.below(1_000_000);
    case "boolean":
      return seeded.below(2) === 1;
    case "date":
      return `20${20 + seeded.below(10)}-0${1 + seeded.below(9)}-1${seeded.below(10)}`;
    case "money":
      return seeded.pick([0, 1, 50, 49_999_00, 2_00_000_00, 1_50_00_000_00, 12_345_67, 1_05_000_00]);
    case "url":
      return `https://example.in/p${seeded.below(100)}?a=1`;
    case "enum":
      return seeded.pick(type.values);
    case "object":
      return Object.fromEntries(
        type.fields.map(({ name, type: inner }) => [name, makeValue(seeded, inner, false)]),
      );
    case "list":
      return [1, ...seeded.times(3, () => 1)].map(() => makeValue(seeded, type.of, false));
  }
}

describe("toMarkdown and shapeOutput", () => {
  it("give back any output that keeps its contract", () => {
    for (let seed = 1; seed <= 600; seed++) {
      const seeded = createSeeded(seed);
      const fields = makeFields(seeded, 2);
      const output = Object.fromEntries(
        fields.map(({ name, type }) => [name, makeValue(seeded, type, true)]),
      );
      const markdown = toMarkdown(output, fields);
      expect({ seed, markdown, ...shapeOutput(markdown, fields) }).toEqual({
        seed,
        markdown,
        output,
        problems: [],
      });
    }
  });
});

describe("toMarkdown", () => {
  it("writes one heading for each field that has a value, in the order of the contract", () => {
    const fields = [
      field("deciding_differences", listOf("string")),
      field("note", "string"),
      field("summary", "string"),
    ];
    expect(toMarkdown({ summary: "So.", deciding_differences: ["a", "b"] }, fields)).toBe(
      "## Deciding differences\n\n- a\n- b\n\n## Summary\n\nSo.",
    );
  });

  it("writes a table, and blocks when a text has several lines", () => {
    const emails = field("emails", listOf(objectOf(field("subject", "string"), field("price", "money"))));
    expect(toMarkdown({ emails: [{ subject: "Hello | you", price: 499_00 }] }, [emails])).toBe(
      "## Emails\n\n| Subject | Price |\n| --- | --- |\n| Hello \\| you | ₹499 |",
    );
    expect(toMarkdown({ emails: [{ subject: "One\nTwo", price: 499_00 }] }, [emails])).toBe(
      "## Emails\n\n### Email 1\n\n- Subject: One\n  Two\n- Price: ₹499",
    );
  });
});
