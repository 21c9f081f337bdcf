import { expect, test } from "vitest";
import { parseFoundation } from "../../src/cli/foundation.ts";
import { UsageError } from "../../src/cli/usage.ts";

test("a foundation may be YAML or JSON", () => {
  const wanted = { company_name: "Chai Corner", competitors: [{ name: "Tea Post" }] };
  expect(parseFoundation("company_name: Chai Corner\ncompetitors:\n  - name: Tea Post\n", "f.yaml")).toEqual(
    wanted,
  );
  expect(parseFoundation(JSON.stringify(wanted), "f.json")).toEqual(wanted);
});

test("an empty file is an empty foundation", () => {
  expect(parseFoundation("", "f.yaml")).toEqual({});
});

test.each([
  ["an unknown field", "compny_name: Chai Corner", "compny_name: no such field"],
  [
    "an unknown field inside",
    "competitors:\n  - name: Tea Post\n    site: x",
    "competitors.0.site: no such field",
  ],
  ["a wrong type", "target_markets: Pune", "target_markets: "],
  ["a wrong value inside a list", "icps:\n  - goals: [grow]", "icps.0.name: "],
  ["a list instead of fields", "- Chai Corner", "the file: "],
])("%s is refused by its name", (_name, text, message) => {
  const parse = () => parseFoundation(text, "f.yaml");
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});

test("broken YAML is refused with the file's name", () => {
  expect(() => parseFoundation("company_name: [", "f.yaml")).toThrow(/f\.yaml is neither JSON nor YAML/);
});
