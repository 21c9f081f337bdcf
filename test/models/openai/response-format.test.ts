import { expect, test } from "vitest";
import { parseJsonAnswer, toResponseFormat } from "../../../src/models/openai/response-format.ts";

test("a closed and complete schema is strict, any other is not", () => {
  const open = { type: "object", properties: { a: { type: "string" } }, required: [] };
  const closed = {
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  };
  expect(toResponseFormat(open).json_schema.strict).toBe(false);
  expect(toResponseFormat(closed).json_schema.strict).toBe(true);
  expect(
    toResponseFormat({ ...closed, properties: { a: { type: "array", items: open } } }).json_schema.strict,
  ).toBe(false);
});

test("JSON is read plain and between fences", () => {
  expect(parseJsonAnswer('{"a":1}')).toEqual({ a: 1 });
  expect(parseJsonAnswer('Here it is:\n```json\n{"a":1}\n```\n')).toEqual({ a: 1 });
  expect(parseJsonAnswer("no json")).toBeUndefined();
});
