import { expect, test } from "vitest";
import { toFieldLabel } from "../../src/domain/field-label.ts";

test.each([
  ["deciding_differences", "Deciding differences"],
  ["first-year-cost", "First year cost"],
  ["summary", "Summary"],
  ["", ""],
])("%s is read as %s", (name, label) => {
  expect(toFieldLabel(name)).toBe(label);
});
