import { describe, expect, it } from "vitest";
import { aggregate } from "../../../src/agents/aggregate/aggregate.ts";
import { NO_USAGE, type Source, type StepResult } from "../../../src/domain/answer.ts";

const source = (id: string): Source => ({ id, title: id.toUpperCase(), kind: "document" });

function result(step: string, skill: string, text: string, sources: Source[]): StepResult {
  return {
    step,
    skill,
    answer: { skill, output: { text, rows: [{ cell: text }] }, text, sources },
    usage: NO_USAGE,
    degraded: null,
  };
}

describe("aggregate", () => {
  it("hands a single step through untouched", () => {
    const only = result("step-1", "content.email", "Hello [S1]", [source("a")]);
    expect(aggregate([only])).toBe(only.answer);
  });

  it("joins steps as sections, with one list of sources", () => {
    const joined = aggregate([
      result("step-1", "research.competitor", "Dear. [S1] Cheap. [S2]", [source("a"), source("b")]),
      result("step-2", "content.ad-copy", "Cheap! [S1, S2] $&", [source("b"), source("c")]),
    ]);
    expect(joined).toEqual({
      skill: "research.competitor + content.ad-copy",
      sources: [source("a"), source("b"), source("c")],
      text: "# Research: competitor\n\nDear. [S1] Cheap. [S2]\n\n# Content: ad copy\n\nCheap! [S2, S3] $&",
      output: {
        "step-1": { text: "Dear. [S1] Cheap. [S2]", rows: [{ cell: "Dear. [S1] Cheap. [S2]" }] },
        "step-2": { text: "Cheap! [S2, S3] $&", rows: [{ cell: "Cheap! [S2, S3] $&" }] },
      },
    });
  });

  it("leaves a number that means no source as it is", () => {
    const joined = aggregate([
      result("step-1", "a", "x", [source("a")]),
      result("step-2", "b", "y [S9]", []),
    ]);
    expect(joined.text).toContain("y [S9]");
  });
});
