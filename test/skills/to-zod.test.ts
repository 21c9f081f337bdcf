import { describe, expect, it } from "vitest";
import type { Field } from "../../src/domain/skill.ts";
import { toJsonSchema } from "../../src/skills/to-json-schema.ts";
import { toZod } from "../../src/skills/to-zod.ts";
import { parseTypeCell } from "../../src/skills/type-cell.ts";

const toField = (name: string, cell: string, required = true): Field => ({
  name,
  required,
  description: `About ${name}`,
  ...parseTypeCell(cell),
});
const accepts = (cell: string, value: unknown) => toZod([toField("a", cell)]).safeParse({ a: value }).success;

describe("the schema of a contract", () => {
  it.each([
    ["string", "x", true],
    ["string", "", false],
    ["string, 0..5 characters", "", true],
    ["string, at most 2 characters", "क्षित्रिय", false],
    ["string, at most 4 characters", "नमस्ते", true],
    ["number, 0..1", 1.1, false],
    ["number", Number.NaN, false],
    ["integer", 1.5, false],
    ["money, at least 1000", 99_999, false],
    ["money, at least 1000", 100_000, true],
    ["boolean", "yes", false],
    ["date", "2026-02-29", false],
    ["date", "2028-02-29", true],
    ["url", "javascript:alert(1)", false],
    ["url", "https://example.in/a", true],
    ["enum(low, high)", "middle", false],
    ["string[], 1..2 items", [], false],
    ["string[], 1..2 items", ["a", "b", "c"], false],
    ["number[]", ["1"], false],
    ["table {name, price: number}", [{ name: "", price: 1 }], true],
    ["table {name, price: number}", [{ name: "x", price: "1" }], false],
    ["table {name, price: number}", [{ name: "x" }], false],
    ["table {name, price?: number}", [{ name: "x" }], true],
    ["object {a: object {b: enum(x, y)}}", { a: { b: "z" } }, false],
    ["object {a}", { a: "x", b: "y" }, false],
  ])("of %s takes %j: %s", (cell, value, expected) => {
    expect(accepts(cell, value)).toBe(expected);
  });

  it("knows what may be absent, fills defaults and refuses unknown names", () => {
    const schema = toZod([
      toField("a", "string"),
      toField("b", "string", false),
      toField("c", "integer, default 3", false),
    ]);
    expect(schema.parse({ a: "x" })).toEqual({ a: "x", c: 3 });
    expect(schema.safeParse({ b: "x" }).success).toBe(false);
    expect(schema.safeParse({ a: "x", d: 1 }).success).toBe(false);
  });

  it("is the same as JSON Schema", () => {
    expect(
      toJsonSchema([
        toField("a", "string, at most 9 characters"),
        toField("b", "money", false),
        toField("c", "table {name, price: money}, 1..5 items"),
        toField("d", "enum(x, y), default x", false),
      ]),
    ).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["a", "c"],
      properties: {
        a: { type: "string", minLength: 1, maxLength: 9, description: "About a" },
        b: expect.objectContaining({ type: "integer", description: "About b; integer paise" }),
        c: {
          type: "array",
          minItems: 1,
          maxItems: 5,
          description: "About c",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["name", "price"],
            properties: {
              name: { type: "string" },
              price: expect.objectContaining({ type: "integer", description: "integer paise" }),
            },
          },
        },
        d: { type: "string", enum: ["x", "y"], default: "x", description: "About d" },
      },
    });
  });
});
