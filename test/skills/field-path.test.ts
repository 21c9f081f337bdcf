import { expect, it } from "vitest";
import { findFields, listPaths } from "../../src/skills/field-path.ts";
import { parseTypeCell } from "../../src/skills/type-cell.ts";

const toField = (name: string, cell: string) => ({
  name,
  required: true,
  description: "",
  ...parseTypeCell(cell),
});
const fields = [
  toField("summary", "string"),
  toField("comparison", "table {rival, first_year_cost, source}"),
  toField("moves", "object[] {move, cost: money, steps: object[] {cost_note}}"),
];

it.each([
  ["summary", ["summary"]],
  ["comparison.source", ["comparison.source"]],
  ["comparison.*", ["comparison.rival", "comparison.first_year_cost", "comparison.source"]],
  ["*cost*", ["comparison.first_year_cost", "moves.cost", "moves.steps.cost_note"]],
  ["*.source", ["comparison.source"]],
  ["source", []],
  ["*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", []],
  ["comparison.r*v*l", ["comparison.rival"]],
  ["comparison.rival*rival", []],
  ["comparison.sources", []],
])("the path %s means %j", (path, expected) => {
  expect(findFields(fields, path).map((match) => match.path.join("."))).toEqual(expected);
});

it("lists every path as an author would write it", () => {
  expect(listPaths(fields)).toContain("moves.steps.cost_note");
});
