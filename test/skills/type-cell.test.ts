import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { Field } from "../../src/domain/skill.ts";
import { parseTypeCell } from "../../src/skills/type-cell.ts";

const text = { kind: "string" };
const field = (name: string, type: unknown = text, more: Partial<Field> = {}) => ({
  name,
  type,
  required: true,
  description: "",
  ...more,
});

describe("a type cell", () => {
  it.each([
    ["", { type: text }],
    ["string", { type: text }],
    ["number", { type: { kind: "number" } }],
    ["integer", { type: { kind: "integer" } }],
    ["boolean", { type: { kind: "boolean" } }],
    ["date", { type: { kind: "date" } }],
    ["money", { type: { kind: "money" } }],
    ["url", { type: { kind: "url" } }],
    ["string[]", { type: { kind: "list", of: text, presentation: "list" } }],
    ["enum(a, b c)", { type: { kind: "enum", values: ["a", "b c"] } }],
    [
      "enum(a, b)[]",
      { type: { kind: "list", of: { kind: "enum", values: ["a", "b"] }, presentation: "list" } },
    ],
    [
      "object {a, b: number}",
      { type: { kind: "object", fields: [field("a"), field("b", { kind: "number" })] } },
    ],
    [
      "object[] {a}",
      { type: { kind: "list", of: { kind: "object", fields: [field("a")] }, presentation: "list" } },
    ],
    [
      "table {a}",
      { type: { kind: "list", of: { kind: "object", fields: [field("a")] }, presentation: "table" } },
    ],
    ["object {a?}", { type: { kind: "object", fields: [field("a", text, { required: false })] } }],
    [
      "object {a: enum(x, y), b: string[], c: object {d}}",
      {
        type: {
          kind: "object",
          fields: [
            field("a", { kind: "enum", values: ["x", "y"] }),
            field("b", { kind: "list", of: text, presentation: "list" }),
            field("c", { kind: "object", fields: [field("d")] }),
          ],
        },
      },
    ],
    [
      "object {a, at most 20 characters, b: integer, 1..5, default 2}",
      {
        type: {
          kind: "object",
          fields: [
            field("a", text, { bounds: { max: 20, unit: "characters" } }),
            field("b", { kind: "integer" }, { bounds: { min: 1, max: 5, unit: "value" }, default: 2 }),
          ],
        },
      },
    ],
    ["string, at most 900 characters", { type: text, bounds: { max: 900, unit: "characters" } }],
    ["number, 0..1", { type: { kind: "number" }, bounds: { min: 0, max: 1, unit: "value" } }],
    ["number, -5..5", { type: { kind: "number" }, bounds: { min: -5, max: 5, unit: "value" } }],
    [
      "string[], 1..10 items",
      { type: { kind: "list", of: text, presentation: "list" }, bounds: { min: 1, max: 10, unit: "items" } },
    ],
    [
      "string[], exactly 3 items",
      { type: { kind: "list", of: text, presentation: "list" }, bounds: { min: 3, max: 3, unit: "items" } },
    ],
    ["money, at least 1000", { type: { kind: "money" }, bounds: { min: 1_000_00, unit: "value" } }],
    ["money, default 2 lakh", { type: { kind: "money" }, default: 2_00_000_00 }],
    ["boolean, default yes", { type: { kind: "boolean" }, default: true }],
    [
      "integer, 1..7, default 3",
      { type: { kind: "integer" }, bounds: { min: 1, max: 7, unit: "value" }, default: 3 },
    ],
    ["date, default 2026-11-08", { type: { kind: "date" }, default: "2026-11-08" }],
    [
      "string[], default a, b",
      { type: { kind: "list", of: text, presentation: "list" }, default: ["a", "b"] },
    ],
    ["string, default one, two", { type: text, default: "one, two" }],
    ["enum(a, b), default b", { type: { kind: "enum", values: ["a", "b"] }, default: "b" }],
  ])("reads %j", (cell, expected) => {
    expect(parseTypeCell(cell)).toEqual(expected);
  });

  it.each([
    ["sting", "type", "`string`"],
    ["int", "type", "`integer`"],
    ["array", "type", "`string[]`"],
    ["Money", "type", "`money`"],
    ["constructor", "type", "Use one of"],
    ["object", "type", "object {name"],
    ["table[] {a}", "type", "without `[]`"],
    ["object {a, a}", "type", "own name"],
    ["object {First cost}", "type", "`first_cost`"],
    ["object {a", "type", "Close each bracket"],
    ["enum()", "type", "enum(low"],
    ["enum(a, a)", "type", "enum(low"],
    ["string(3)", "type", "`string`"],
    ["string, 1..10", "bound", "characters"],
    ["string[], 1..10", "bound", "items"],
    ["number, 1..10 items", "bound", "1..10`"],
    ["boolean, 1..2", "bound", "Remove the bound"],
    ["number, 9..1", "bound", "smaller number first"],
    ["number, about ten", "bound", "at most 10"],
    ["number, 0..1, 0..2", "bound", "one of them"],
    ["integer, default many", "default", "fits the type"],
    ["integer, 1..3, default 9", "default", "fits the type"],
    ["enum(a, b), default c", "default", "one of a, b"],
    ["date, default 2026-02-30", "default", "2026-11-08"],
    ["boolean, default constructor", "default", "fits the type"],
    ["object {a}, default x", "default", "cannot have one"],
    [`object ${"{a: object ".repeat(9)}{b}${"}".repeat(9)}`, "type", "levels"],
    ["a".repeat(2_001), "type", "flatter"],
  ])("refuses %j and says what to write", (cell, part, fix) => {
    const refuse = () => parseTypeCell(cell);
    expect(refuse).toThrow(AppError);
    try {
      refuse();
    } catch (error) {
      expect(error).toMatchObject({ code: "skill_invalid", errors: [{ path: part }] });
      expect((error as AppError).fix).toContain(fix);
    }
  });
});
