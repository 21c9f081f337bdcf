import { describe, expect, it } from "vitest";
import { readDecisions } from "../../../graphs/queen/decisions.ts";

describe("readDecisions", () => {
  it("takes one decision for each action", () => {
    const decisions = [{ type: "approve" }, { type: "edit", edited_action: { name: "b", args: { x: 1 } } }];
    expect(readDecisions({ decisions }, ["a", "b"]).decisions).toEqual(decisions);
  });

  it("lets one approval stand for all", () => {
    const { decisions } = readDecisions({ decisions: [{ type: "approve" }] }, ["a", "b"]);
    expect(decisions).toEqual([{ type: "approve" }, { type: "approve" }]);
  });

  it.each([
    ["plain text", "yes"],
    ["nothing", null],
    ["no decision", { decisions: [] }],
    ["an unknown type", { decisions: [{ type: "maybe" }] }],
    ["an edit without arguments", { decisions: [{ type: "edit" }] }],
    ["too many", { decisions: [{ type: "approve" }, { type: "approve" }, { type: "approve" }] }],
    ["one edit for two actions", { decisions: [{ type: "edit", edited_action: { args: {} } }] }],
    [
      "another action",
      { decisions: [{ type: "approve" }, { type: "edit", edited_action: { name: "c", args: {} } }] },
    ],
  ])("complains about %s and says what to answer", (_name, resume) => {
    const read = readDecisions(resume, ["a", "b"]);
    expect(read.decisions).toBeNull();
    expect(read.complaint).not.toBe("");
  });
});
