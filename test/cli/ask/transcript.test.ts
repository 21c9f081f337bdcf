import { describe, expect, test } from "vitest";
import { createTranscript, type StreamPart } from "../../../src/cli/ask/transcript.ts";
import { createPaint } from "../../../src/cli/paint.ts";

function read(parts: StreamPart[]): { text: string; transcript: ReturnType<typeof createTranscript> } {
  const transcript = createTranscript({ paint: createPaint(false) });
  const text = parts.map((part) => transcript.take(part)).join("");
  return { text: text + transcript.close(), transcript };
}

const token = (id: string, content: unknown, event = "messages|dispatch:1|act:2"): StreamPart => ({
  event,
  // As the service sends a piece of a message.
  data: [{ type: "ai", id, content, tool_calls: [], tool_call_chunks: [] }, { langgraph_node: "act" }],
});
const custom = (data: Record<string, unknown>): StreamPart => ({ event: "custom", data });
const values = (data: Record<string, unknown>): StreamPart => ({ event: "values", data });
const answer = (text: string) => ({
  answer: { skill: "research.competitor", output: {}, text, sources: [] },
});
const usage = { tokens: { input: 1_000, output: 234 }, cost_microusd: 4_200, ms: 2_100, models: ["small"] };

const route = {
  outcome: "single",
  skills: [{ skill: "research.competitor", score: 0.917, why: "names two competitors" }],
  confidence: 0.9,
  path: ["retrieval"],
};

test("a whole run reads from the skill to the cost", () => {
  const { text } = read([
    { event: "metadata", data: { run_id: "r", thread_id: "t" } },
    values({ messages: [] }),
    custom({ type: "route-decided", route }),
    custom({ type: "progress", percent_complete: 30, current_step: "Reading" }),
    token("m1", "Tea Post is "),
    token("m1", "cheaper [S1]."),
    custom({
      type: "critique-made",
      critique: { score: 86, threshold: 70, issues: [], revisions: 0, by: "rules" },
    }),
    custom({ type: "verdict-made", verdict: { decision: "pass", reasons: [] } }),
    values({ ...answer("Tea Post is cheaper [S1]."), usage, degraded: null }),
    { event: "end", data: { run_id: "r", status: "success" } },
  ]);
  expect(text).toBe(
    [
      "Skill    research.competitor (0.92): names two competitors",
      "Tea Post is cheaper [S1].",
      "Critic   86/100 (needs 70)",
      "Cost     $0.0042, 1,234 tokens, 2.1 s, small",
      "",
    ].join("\n"),
  );
});

describe("the text", () => {
  test("is the answer of the state when nothing was streamed", () => {
    expect(read([values(answer("Done."))]).text).toBe("\nDone.\n");
  });

  test("is shown once when the state repeats it in other white space", () => {
    const { text } = read([token("m1", "## A\n\nB"), values({}), values(answer("## A\nB\n"))]);
    expect(text).toBe("## A\n\nB\n");
  });

  test("is followed by the answer when that differs", () => {
    expect(read([token("m1", "Draft"), values({}), values(answer("Final"))]).text).toBe("Draft\n\nFinal\n");
  });

  test("stays in one piece when words come twice", () => {
    expect(read([token("m1", "to be "), token("m1", "or not "), token("m1", "to be")]).text).toBe(
      "to be or not to be\n",
    );
  });

  test("is told again when the run goes on at an earlier step", () => {
    const metadata: StreamPart = { event: "metadata", data: { run_id: "r" } };
    const { text } = read([metadata, token("m1", "Half an "), metadata, token("m2", "Half an answer")]);
    expect(text).toBe("Half an \n- the run goes on at its last step\nHalf an answer\n");
  });

  test("of a second message waits until the graph went a step on", () => {
    const { text } = read([
      token("m1", "one "),
      token("m2", "parallel"),
      token("m1", "more"),
      { event: "updates|dispatch:1", data: { act: {} } },
      token("m2", "parallel, in the middle"),
      token("m3", "revised"),
    ]);
    expect(text).toBe("one more\n\nrevised\n");
  });

  test("of a whole message is shown unless it was streamed", () => {
    const whole = (content: string): StreamPart => ({
      event: "messages",
      data: [{ type: "ai", id: "x", content }, {}],
    });
    expect(read([token("m1", "Hello"), whole("Hello"), whole("Bye")]).text).toBe("Hello\n\nBye\n");
  });

  test("of a question that was answered is not shown again", () => {
    const asked = { type: "ai", id: "q", content: "Which city?", additional_kwargs: { question: true } };
    expect(read([{ event: "messages", data: [asked, {}] }]).text).toBe("");
  });

  test("is read out of content parts; tool calls and tool results are not text", () => {
    const { text } = read([
      token("m1", ""),
      { event: "messages", data: [{ type: "tool", id: "t", content: "42" }, {}] },
      token("m2", [{ type: "text", text: "Parts" }]),
    ]);
    expect(text).toBe("Parts\n");
  });

  test("of an earlier request on the thread is not shown again", () => {
    const { text } = read([values(answer("Old")), values({ ...answer("Old"), usage: null })]);
    expect(text).toBe("");
  });
});

describe("lines", () => {
  test("stand alone when they come in the middle of text", () => {
    const verdict = { decision: "warn", reasons: [] };
    expect(read([token("m1", "half"), custom({ type: "verdict-made", verdict })]).text).toBe(
      "half\nVerdict  warn\n",
    );
  });

  test("of a plan of one step say nothing about the step but that it failed", () => {
    const plan = { steps: [{ id: "s1" }], reasoning: "", requires_approval: false };
    const ended = { type: "step-end", step: "s1", skill: "content.post" };
    const { text } = read([
      custom({ type: "plan-made", plan }),
      custom({ type: "step-start", step: "s1", skill: "content.post" }),
      custom({ ...ended, ok: true }),
      custom({ ...ended, ok: false }),
    ]);
    expect(text).toBe("- s1: content.post failed\n");
  });

  test("tell a request for a person from one that is outside", () => {
    const toPerson = { outcome: "outside", skills: [], confidence: 1, path: ["escalate"] };
    expect(read([custom({ type: "route-decided", route: toPerson })]).text).toContain("asked for a person");
  });

  test("say that no skill fits", () => {
    const { text } = read([
      custom({ type: "route-decided", route: { ...route, outcome: "outside", skills: [] } }),
    ]);
    expect(text).toContain("outside of what the team does");
  });

  test("list the plan of several steps", () => {
    const step = { inputs: {}, parallel_group: 0, cost_microusd: 1_000, risk: "low" };
    const steps = [
      { ...step, id: "s1", skill: "research.competitor", depends_on: [] },
      { ...step, id: "s2", skill: "content.post", depends_on: ["s1"] },
    ];
    const { text } = read([
      custom({ type: "plan-made", plan: { steps, reasoning: "facts first", requires_approval: false } }),
    ]);
    expect(text).toContain(
      "2 steps, about $0.0020: facts first\n  s1: research.competitor\n  s2: content.post after s1\n",
    );
  });

  test("name the sources by the numbers that the text cites", () => {
    const sources = [
      { id: "a", title: "price-list.md", kind: "document" },
      { id: "b", title: "Festival calendar", kind: "tool" },
    ];
    const { text } = read([values({ answer: { text: "30 rupees [S1].", sources } })]);
    expect(text).toBe("\n30 rupees [S1].\nSources  [S1] price-list.md; [S2] Festival calendar\n");
  });

  test("show what the critic found and what the overseer decided", () => {
    const issues = [{ category: "FACTUAL", severity: "HIGH", message: "No source", evidence: "…" }];
    const critique = { score: 41, threshold: 70, issues, revisions: 2, by: "rules" };
    const { text } = read([
      custom({ type: "critique-made", critique }),
      custom({ type: "verdict-made", verdict: { decision: "warn", reasons: ["low score"] } }),
    ]);
    expect(text).toContain(
      "41/100 (needs 70, after 2 revisions)\n  HIGH FACTUAL: No source\nVerdict  warn: low score\n",
    );
  });

  test("say that the provider failed and why", () => {
    const { text } = read([values({ degraded: { reason: "provider" }, errors: ["wrong key"] })]);
    expect(text).toBe("Degraded the model provider failed; the offline model answered\nProblem  wrong key\n");
  });

  test("of events that another graph made up are left out", () => {
    expect(read([custom({ type: "confetti" }), { event: "custom", data: "text" }]).text).toBe("");
  });
});

test("progress passes: it is shown only where a line begins, and until something is said", () => {
  const transcript = createTranscript({ paint: createPaint(false) });
  const progress = custom({ type: "progress", percent_complete: 49.6, current_step: "Reading" });
  expect(transcript.take(progress)).toBe("");
  expect(transcript.status()).toBe("50 % Reading");
  transcript.take(token("m1", "half a line"));
  expect(transcript.status()).toBe("");
  transcript.take(token("m1", "\n"));
  expect(transcript.status()).toBe("");
  transcript.take(progress);
  expect(transcript.status()).toBe("50 % Reading");
});

describe("the outcome", () => {
  test("knows each interrupt once, from wherever it came", () => {
    const open = { id: "i1", value: "Which city?" };
    const { transcript } = read([
      { event: "updates|dispatch:1", data: { __interrupt__: [open] } },
      values({ __interrupt__: [open] }),
    ]);
    expect(transcript.interrupts()).toEqual([open]);
  });

  test("knows why a run failed", () => {
    const failed = read([{ event: "error", data: { error: "TypeError", message: "boom" } }]);
    expect(failed.transcript.failure()).toBe("boom");
    expect(read([{ event: "end", data: { status: "timeout" } }]).transcript.failure()).toContain("timeout");
    expect(read([{ event: "end", data: { status: "success" } }]).transcript.failure()).toBeNull();
  });
});

test("colours are escape codes, and none without colours", () => {
  expect(createPaint(true)("bold", "x")).toBe("\u001b[1mx\u001b[22m");
  expect(createPaint(false)("bold", "x")).toBe("x");
});
