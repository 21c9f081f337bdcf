import { describe, expect, test } from "vitest";
import { toQuestionText, toResume } from "../../src/domain/interrupt-words.ts";

const question = {
  id: "i1",
  value: {
    kind: "question",
    question: "Which city?",
    missing: [{ name: "city", type: "string", description: "Where the shop is" }],
  },
};
const approval = {
  id: "i2",
  value: {
    action_requests: [{ name: "campaign.launch", args: {}, description: "Spends ₹2 lakh" }],
    review_configs: [{ action_name: "campaign.launch", allowed_decisions: ["approve", "reject"] }],
  },
};

describe("the text of a question", () => {
  test("names what is missing", () => {
    expect(toQuestionText(question)).toBe("Which city?\n  city (string): Where the shop is\n");
  });

  test("does not say twice what is missing", () => {
    const value = { ...question.value, question: "I need the city (Where the shop is)." };
    expect(toQuestionText({ id: "i1", value })).toBe("I need the city (Where the shop is).\n");
  });

  test("shows what is to be agreed to", () => {
    expect(toQuestionText(approval)).toContain("  campaign.launch: Spends ₹2 lakh\n");
  });

  test("shows what other graphs and middleware ask", () => {
    expect(toQuestionText({ id: "i", value: { question: "Approve?" } })).toBe("Approve?\n");
    const value = { actionRequests: [{ name: "send", args: { to: "all" } }], reviewConfigs: [] };
    expect(toQuestionText({ id: "i", value })).toContain('  send: {"to":"all"}\n');
    expect(toResume([{ id: "i", value }], ["yes"])).toEqual({ decisions: [{ type: "approve" }] });
  });

  test("shows the value of another graph as it is", () => {
    expect(toQuestionText({ id: "i", value: "Go on?" })).toBe("Go on?\n");
    expect(toQuestionText({ id: "i", value: { step: 1 } })).toContain('"step": 1');
  });
});

describe("the value to resume with", () => {
  test("is the plain answer to a question", () => {
    expect(toResume([question], ["Pune"])).toBe("Pune");
  });

  test.each(["yes", "Y", "ok.", "approve"])("approves with %s", (answer) => {
    expect(toResume([approval], [answer])).toEqual({ decisions: [{ type: "approve" }] });
  });

  test("rejects with the reason for anything else", () => {
    const rejected = { decisions: [{ type: "reject", message: "too expensive" }] };
    expect(toResume([approval], ["no, too expensive"])).toEqual(rejected);
    expect(toResume([approval], ["too expensive"])).toEqual(rejected);
  });

  test("is keyed by the interrupt when several wait", () => {
    const resume = toResume([question, approval], ["Pune", "yes"]);
    expect(resume).toEqual({ i1: "Pune", i2: { decisions: [{ type: "approve" }] } });
  });
});
