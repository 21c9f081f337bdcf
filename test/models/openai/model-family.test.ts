import { expect, test } from "vitest";
import { toFamilyFields } from "../../../src/models/openai/model-family.ts";

test.each([
  ["o3", {}],
  ["gpt-5-mini", { reasoning: { effort: "minimal" } }],
  ["gpt-5.4-mini", { temperature: 0.4, reasoning: { effort: "none" } }],
  ["gpt-6-luna", { temperature: 0.4, reasoning: { effort: "none" } }],
  ["gpt-4o", { temperature: 0.4 }],
  ["llama4:8b", { temperature: 0.4 }],
])("%s gets what its family accepts", (model, fields) => {
  expect(toFamilyFields(model, 0.4)).toEqual(fields);
});
