import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  parseQuery,
  queryBoolean,
  queryDepth,
  queryInteger,
  queryList,
  queryObject,
  queryText,
} from "../../src/http/query.ts";

const Query = z.object({
  wait: queryBoolean,
  list: queryList,
  xray: queryDepth,
  limit: queryInteger(1, 10),
  text: queryText,
  metadata: queryObject,
});

const read = (query: string) => Query.parse(parseQuery(`http://localhost/x${query}`));

describe("booleans", () => {
  test.each([
    ["true", true],
    ["1", true],
    ["YES", true],
    ["false", false],
    ["0", false],
    ["No", false],
  ])("%s is %s", (text, value) => {
    expect(read(`?wait=${text}`).wait).toBe(value);
  });

  test("anything else is refused, nothing is absent", () => {
    expect(Query.safeParse(parseQuery("/x?wait=maybe")).success).toBe(false);
    expect(read("?wait=").wait).toBeUndefined();
    expect(read("").wait).toBeUndefined();
  });
});

describe("lists", () => {
  test.each([
    ["repeated parameters", "?list=a&list=b", ["a", "b"]],
    ["one JSON array", `?list=${encodeURIComponent('["a","b"]')}`, ["a", "b"]],
    ["one plain value", "?list=a", ["a"]],
    ["an empty value, which is the root namespace", "?list=", [""]],
    ["a value that only looks like JSON", "?list=[a", ["[a"]],
  ])("%s", (_, query, values) => {
    expect(read(query).list).toEqual(values);
  });
});

test("xray is a boolean or a depth", () => {
  expect(read("?xray=true").xray).toBe(true);
  expect(read("?xray=2").xray).toBe(2);
  expect(read("?xray=0").xray).toBe(0);
});

test("numbers are numbers within bounds", () => {
  expect(read("?limit=10").limit).toBe(10);
  for (const limit of ["0", "11", "1.5", "x", "%20"]) {
    expect(Query.safeParse(parseQuery(`/x?limit=${limit}`)).success).toBe(false);
  }
});

test("objects are JSON", () => {
  expect(read(`?metadata=${encodeURIComponent('{"a":1}')}`).metadata).toEqual({ a: 1 });
  expect(Query.safeParse(parseQuery("/x?metadata=[1]")).success).toBe(false);
});

test("U+0000 does not get through, and names of prototypes are names", () => {
  expect(read("?text=a%00b").text).toBe("a\uFFFDb");
  expect(parseQuery("/x?namespace=a%00b").namespace).toEqual(["a|b"]);
  expect(parseQuery("/x?__proto__=1").text).toBeUndefined();
});
