import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHome, startProduct, type Home, type Product } from "../support/spawn-product.ts";

type QueenState = {
  messages: { type: string; content: string }[];
  route: { outcome: string; skills: { skill: string }[] };
  answer: { skill: string; text: string; output: Record<string, unknown>; sources: { title: string }[] };
  critique: { score: number; threshold: number };
  verdict: { decision: string };
  usage: { models: string[] };
  degraded: unknown;
};

let home: Home;
let product: Product;

beforeAll(async () => {
  home = await createHome();
  product = await startProduct(home);
});
afterAll(async () => {
  await product.end("SIGTERM");
  await home.discard();
});

async function ask(text: string): Promise<{ threadId: string; state: QueenState }> {
  const { thread_id: threadId } = await product.client.threads.create();
  const input = { messages: [{ type: "human", content: text }] };
  const state = await product.client.runs.wait(threadId, "queen", { input });
  return { threadId, state: state as unknown as QueenState };
}

describe("a marketing request", () => {
  it("ends with a routed skill, an answer that uses its own facts, a critique and checkpoints", async () => {
    const { threadId, state } = await ask(
      "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh",
    );
    expect(state.route).toMatchObject({ outcome: "single", skills: [{ skill: "campaign.diwali" }] });
    expect(state.answer.skill).toBe("campaign.diwali");
    expect(state.answer.text).toContain("Pune");
    expect(state.answer.text).toMatch(/2 lakh|2,00,000/);
    expect(state.critique.score).toBeGreaterThanOrEqual(50);
    expect(state.verdict.decision).not.toBe("withhold");
    expect(state.usage.models).toEqual(["offline"]);
    expect(state.degraded).toBeNull();
    expect(state.messages.at(-1)).toMatchObject({ type: "ai", content: state.answer.text });
    expect((await product.client.threads.getHistory(threadId, { limit: 100 })).length).toBeGreaterThan(5);
  });

  it("gets another skill, and another answer, when it asks for something else", async () => {
    const post = await ask("Write a LinkedIn post about why our bakery in Kochi switched to millet flour");
    const other = await ask("Write a LinkedIn post about hiring our first delivery riders in Surat");
    expect(post.state.answer.skill).toBe("content.linkedin");
    expect(other.state.answer.skill).toBe("content.linkedin");
    expect(post.state.answer.text).not.toBe(other.state.answer.text);
    expect(post.state.answer.text).toMatch(/millet/i);
    expect(other.state.answer.text).toMatch(/riders/i);
  });

  it("is declined politely when it is not ours", async () => {
    const { state } = await ask("What is the boiling point of tungsten?");
    expect(state.route.outcome).toBe("outside");
    expect(state.messages.at(-1)?.content).toMatch(/outside/i);
    expect(state.messages.at(-1)?.content).not.toMatch(/3,?4\d\d/);
  });

  it("is asked about when it is vague, and goes on with the answer", async () => {
    const { threadId, state } = await ask("help me");
    expect(state).toMatchObject({ __interrupt__: [{ value: { kind: "question" } }] });
    const answered = await product.client.runs.wait(threadId, "queen", {
      command: { resume: "Write a LinkedIn post about our new store in Nashik" },
    });
    expect(answered).toMatchObject({ answer: { skill: "content.linkedin" } });
  });
});

describe("a stream of the Queen", () => {
  it("shows the decision, progress, the text as it is written, and the cost", async () => {
    const { thread_id: threadId } = await product.client.threads.create();
    const events = [];
    for await (const event of product.client.runs.stream(threadId, "queen", {
      input: {
        messages: [{ type: "human", content: "Write a LinkedIn post about our pottery workshop in Jaipur" }],
      },
      streamMode: ["values", "updates", "messages-tuple", "custom"],
    })) {
      events.push(event as { event: string; data: unknown });
    }
    const customs = events
      .filter(({ event }) => event === "custom")
      .map(({ data }) => (data as { type: string }).type);
    for (const type of [
      "perception-ready",
      "route-decided",
      "plan-made",
      "step-start",
      "step-end",
      "critique-made",
      "verdict-made",
      "cost-recorded",
      "progress",
    ]) {
      expect(customs).toContain(type);
    }
    const tokens = events
      .filter(({ event }) => event === "messages")
      .map(({ data }) => (data as [{ content: string }])[0].content);
    expect(tokens.length).toBeGreaterThan(20);
    const state = await product.client.threads.getState<QueenState>(threadId);
    expect(tokens.join("")).toContain(state.values.answer.text.slice(0, 40));
    expect(events.at(-1)).toMatchObject({ event: "end", data: { status: "success" } });
  });
});

describe("a request with a required input missing", () => {
  it("interrupts, survives a restart of the process, and completes on resume", async () => {
    const { threadId, state } = await ask("Plan a Diwali campaign for our sweets shop in Pune");
    const asked = state as unknown as { __interrupt__: { value: { missing: { name: string }[] } }[] };
    expect(asked.__interrupt__[0]?.value.missing.map(({ name }) => name)).toContain("budget");
    await product.end("SIGKILL");
    product = await startProduct(home);
    expect((await product.client.threads.get(threadId)).status).toBe("interrupted");
    const answered = await product.client.runs.wait(threadId, "queen", {
      command: { resume: { budget: "3 lakh" } },
    });
    expect((answered as unknown as QueenState).answer.skill).toBe("campaign.diwali");
    expect((answered as unknown as QueenState).answer.text).toMatch(/3 lakh|3,00,000/);
  });
});
