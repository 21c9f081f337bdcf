import { expect, it } from "vitest";
import { toTextsAtPath } from "../../src/store/text-at-path.ts";

const value = {
  title: "Report",
  year: 2026,
  none: null,
  meta: { author: { name: "Asha" } },
  chapters: [{ text: "one", tags: ["a", "b"] }, { text: "two" }, "three"],
};

it.each([
  ["title", ["Report"]],
  ["year", ["2026"]],
  ["none", []],
  ["missing.deeper", []],
  ["title.deeper", []],
  ["meta.author.name", ["Asha"]],
  ["meta.author", ['{"name":"Asha"}']],
  ["chapters[0].text", ["one"]],
  ["chapters[-1]", ["three"]],
  ["chapters[-2].text", ["two"]],
  ["chapters[7]", []],
  ["chapters[-7]", []],
  ["chapters[x]", []],
  ["title[0]", []],
  ["meta[*]", []],
  ["chapters[*].text", ["one", "two"]],
  ["chapters[*].tags[*]", ["a", "b"]],
  ["meta.*.name", ["Asha"]],
  ["{title,meta.author.name,missing}", ["Report", "Asha"]],
  ["chapters[*].{text}", ["one", "two"]],
  ["$.title", ["Report"]],
  ["constructor", []],
  ["__proto__", []],
  ["chapters.length", []],
])("reads %s", (path, texts) => {
  expect(toTextsAtPath(value, path)).toEqual(texts);
});

it("takes the whole value for $", () => {
  expect(toTextsAtPath({ a: 1 }, "$")).toEqual(['{"a":1}']);
});
