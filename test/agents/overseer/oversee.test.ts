import { describe, expect, it } from "vitest";
import { oversee } from "../../../src/agents/overseer/oversee.ts";
import type { Answer, Critique } from "../../../src/domain/answer.ts";
import type { Foundation } from "../../../src/domain/foundation.ts";

const issue = {
  category: "FACTUAL" as const,
  severity: "HIGH" as const,
  message: "No source gives 18%.",
  evidence: "18%",
};

function critique(score: number, threshold = 70): Critique {
  return { score, threshold, issues: score < threshold ? [issue] : [], revisions: 2, by: "rules" };
}

function release(
  text: string,
  {
    score = 90,
    foundation = null,
    request = "",
  }: { score?: number; foundation?: Foundation | null; request?: string } = {},
) {
  const answer: Answer = {
    skill: "content.email",
    output: { body: text, rows: [{ note: text }] },
    text,
    sources: [],
  };
  return oversee({ critique: critique(score), answer, foundation, degraded: null, request });
}

describe("the verdict", () => {
  it("passes, warns and withholds by score", () => {
    expect(release("Hello", { score: 70 }).verdict).toEqual({ decision: "pass", reasons: [] });
    expect(release("Hello", { score: 69 }).verdict).toEqual({
      decision: "warn",
      reasons: ["No source gives 18%."],
    });
    expect(release("Hello", { score: 50 }).verdict.decision).toBe("warn");
    expect(release("Hello", { score: 49 }).verdict.decision).toBe("withhold");
  });

  it("says honestly why it gives nothing", () => {
    const { answer, degraded } = release("Buy now, 18% growth", { score: 30 });
    expect(answer.text).toContain("30 of 100");
    expect(answer.text).toContain("No source gives 18%.");
    expect(answer.text).not.toContain("Buy now");
    expect(answer.output).toEqual({});
    expect(degraded).toEqual({ reason: "quality" });
  });

  it("keeps what was degraded already", () => {
    const given = {
      critique: critique(90),
      answer: { skill: "s", output: {}, text: "t", sources: [] },
      foundation: null,
    };
    expect(oversee({ ...given, degraded: { reason: "provider" } }).degraded).toEqual({ reason: "provider" });
  });
});

describe("personal data", () => {
  it.each([
    ["email", "write to asha.rao@example.in today", "write to [email hidden] today"],
    ["phone", "call 98765 43210 or +91-9876543210", "call [phone hidden] or [phone hidden]"],
    ["PAN", "PAN ABCPD1234E given", "PAN [PAN hidden] given"],
    ["Aadhaar", "Aadhaar 2341 2341 2346 given", "Aadhaar [Aadhaar hidden] given"],
    ["card", "card 4111 1111 1111 1111 given", "card [card hidden] given"],
    ["phone in Devanagari digits", "फ़ोन ९८७६५४३२१० है", "फ़ोन [phone hidden] है"],
  ])("hides an %s, in text and output", (_name, text, masked) => {
    const { answer, verdict } = release(text);
    expect(answer.text).toBe(masked);
    expect(answer.output).toEqual({ body: masked, rows: [{ note: masked }] });
    expect(verdict.reasons[0]).toContain("Personal data was hidden");
  });

  it("leaves what the person wrote and what their own profile holds", () => {
    const text = "Call 98765 43210 or mail shop@boxes.in, PAN ABCPD1234E";
    expect(
      release(text, {
        request: "Put my number 9876543210 and shop@boxes.in into it",
        foundation: { pan_number: "ABCPD1234E" },
      }).answer.text,
    ).toBe(text);
  });

  it("leaves other long numbers alone", () => {
    const text = "Order 123456789012, SKU 4111 1111 1111 1112, ₹98,76,543 and 2026-11-08 to 2026-11-12";
    expect(release(text).answer.text).toBe(text);
  });
});

describe("the constitution", () => {
  it("takes emojis out, and the gaps that they leave", () => {
    const { answer } = release("🎉 We won 🏆 the award 👩‍💻! © ✓", {
      foundation: { constitution: { no_emojis: true } },
    });
    expect(answer.text).toBe("We won the award! © ✓");
    expect(answer.output["body"]).toBe("We won the award! © ✓");
    expect(release("We won 🏆").answer.text).toBe("We won 🏆");
  });
});
