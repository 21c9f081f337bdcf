import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { buildRenamed, buildToolUser } from "./support/callers.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

/** Whether the next execution breaks off before its graph begins. */
let isBreaking = false;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { user: buildToolUser(), deltas: buildToolUser("deltas"), renamed: buildRenamed() };
  const catalogue = toCatalogue(graphs);
  const open: typeof catalogue.open = async (graphId, call) => {
    const graph = await catalogue.open(graphId, call);
    if (!isBreaking || call?.access !== "threads.create_run") return graph;
    isBreaking = false;
    const stream = () => Promise.reject(new AppError("unavailable", "The worker breaks off"));
    return Object.create(graph, { stream: { value: stream } });
  };
  service = await startTestService(db, { ...catalogue, open }, { leaseMs: 1_000 });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

type Message = {
  type: string;
  id: string;
  tool_call_id?: string;
  status?: string;
  content: string;
  tool_calls?: { id: string }[];
};

const say = (content: string, key = "messages") => ({ [key]: [{ type: "human", content }] });
const turn = (assistant: string, content: string, rest: object = {}) => ({
  assistant_id: assistant,
  input: say(content, assistant === "renamed" ? "talk" : "messages"),
  ...rest,
});

async function readMessages(threadId: string, key = "messages"): Promise<Message[]> {
  const { values } = await calls.get(`/threads/${threadId}/state`);
  return (values as Record<string, Message[]>)[key] ?? [];
}

/** What strict providers ask for: behind each message with calls, at once, one result of each. */
function expectClosed(messages: Message[]): void {
  for (const [index, { tool_calls: asked = [] }] of messages.entries()) {
    const behind = messages.slice(index + 1, index + 1 + asked.length);
    expect(new Set(behind.map(({ tool_call_id }) => tool_call_id))).toEqual(
      new Set(asked.map(({ id }) => id)),
    );
  }
  const ids = messages.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
}

/** Begins a turn whose tools never come back, and cancels it once they are at it. */
async function breakOff(
  threadId: string,
  assistant: string,
  content: string,
  key = "messages",
): Promise<void> {
  const before = (await readMessages(threadId, key)).length;
  const runId = await calls.createRun(threadId, turn(assistant, content));
  await expect
    .poll(async () => (await readMessages(threadId, key)).length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(before + 2);
  await calls.cancel(threadId, runId, "?wait=1");
}

describe("a turn after one that left calls without results", () => {
  it.each([
    ["user", "messages"],
    ["deltas", "messages"],
    ["renamed", "talk"],
  ])("gives them results, in place: %s", async (assistant, key) => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, turn(assistant, "call quick"));
    await breakOff(threadId, assistant, "call slow slow", key);
    expect((await readMessages(threadId, key)).at(-1)?.tool_calls).toHaveLength(2);
    await calls.wait(threadId, turn(assistant, "and now?"));
    const messages = await readMessages(threadId, key);
    expectClosed(messages);
    expect(messages.slice(-5).map(({ type, status }) => [type, status])).toEqual([
      ["ai", undefined],
      ["tool", "error"],
      ["tool", "error"],
      ["human", undefined],
      ["ai", undefined],
    ]);
    expect(messages.at(-1)?.content).toBe(`heard ${messages.length - 1}`);
  });

  it("keeps the results that were reached before it was broken off", async () => {
    const threadId = await calls.createThread();
    await breakOff(threadId, "user", "call quick slow");
    await calls.wait(threadId, turn("user", "and now?"));
    const messages = await readMessages(threadId);
    expectClosed(messages);
    const results = messages.filter(({ type }) => type === "tool");
    expect(results.map(({ content }) => content)).toEqual([
      "quick done",
      expect.stringContaining("Cancelled"),
    ]);
  });

  it.each([
    ["failed", "call broken", {}],
    ["ran out of time", "call slow", { timeout: 0.3 }],
    ["asked a person", "call careful", {}],
  ])("that %s", async (_, content, rest) => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, turn("user", content, rest));
    await calls.wait(threadId, turn("user", "and now?"));
    const messages = await readMessages(threadId);
    expectClosed(messages);
    expect(messages.map(({ type }) => type)).toEqual(["human", "ai", "tool", "human", "ai"]);
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", interrupts: {} });
  });

  it("mends what a fork begins with, too", async () => {
    const threadId = await calls.createThread();
    await breakOff(threadId, "user", "call slow");
    const { checkpoint } = await calls.get(`/threads/${threadId}/state`);
    await calls.wait(threadId, turn("user", "one way"));
    await calls.wait(threadId, turn("user", "the other", { checkpoint }));
    const messages = await readMessages(threadId);
    expectClosed(messages);
    expect(messages.map(({ type, content }) => (type === "human" ? content : type))).toEqual([
      "call slow",
      "ai",
      "tool",
      "the other",
      "ai",
    ]);
  });

  it("is taken back together with what it mended", async () => {
    const threadId = await calls.createThread();
    await breakOff(threadId, "user", "call slow");
    const before = await readMessages(threadId);
    const runId = await calls.createRun(threadId, turn("user", "call slow"));
    await expect
      .poll(async () => (await readMessages(threadId)).length, { timeout: 10_000 })
      .toBeGreaterThan(before.length + 2);
    await calls.cancel(threadId, runId, "?wait=1&action=rollback");
    expect(await readMessages(threadId)).toEqual(before);
  });
});

it("is begun with its input when a worker broke off after mending", async () => {
  const threadId = await calls.createThread();
  await breakOff(threadId, "user", "call slow");
  isBreaking = true;
  const runId = await calls.createRun(threadId, turn("user", "and now?"));
  await calls.get(`/threads/${threadId}/runs/${runId}/join`);
  expect((await readMessages(threadId)).map(({ type }) => type)).toEqual([
    "human",
    "ai",
    "tool",
    "human",
    "ai",
  ]);
  const attempts = "select attempt from runs where run_id = $1";
  expect(await db.run(LOCAL_TENANT_ID, attempts, [runId])).toEqual([{ attempt: 2 }]);
});

describe("calls are left alone", () => {
  it("when the answer is for them", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, turn("user", "call careful"));
    await calls.wait(threadId, { assistant_id: "user", command: { resume: "yes" } });
    const messages = await readMessages(threadId);
    expect(messages.map(({ type, content }) => (type === "tool" ? content : type))).toEqual([
      "human",
      "ai",
      "careful done",
      "ai",
    ]);
  });

  it("when the run goes on without input", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { ...turn("user", "call quick"), interrupt_before: ["tools"] });
    await calls.wait(threadId, { assistant_id: "user", input: null });
    expect((await readMessages(threadId)).map(({ type }) => type)).toEqual(["human", "ai", "tool", "ai"]);
  });

  it("when the client brings their results itself", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { ...turn("user", "call quick slow"), interrupt_before: ["tools"] });
    const [first] = (await readMessages(threadId)).at(-1)?.tool_calls ?? [];
    const own = { type: "tool", tool_call_id: first?.id, content: "mine" };
    await calls.wait(threadId, { assistant_id: "user", input: { messages: [own] } });
    const messages = await readMessages(threadId);
    expectClosed(messages);
    const results = messages.filter(({ type }) => type === "tool").map(({ content }) => content);
    expect(results).toEqual([expect.stringContaining("Cancelled"), "mine"]);
  });

  it("when the client takes them back", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { ...turn("user", "call quick"), interrupt_before: ["tools"] });
    const asked = (await readMessages(threadId)).at(-1);
    const input = {
      messages: [
        { type: "remove", id: asked?.id, content: "" },
        { type: "human", content: "never mind" },
      ],
    };
    await calls.wait(threadId, { assistant_id: "user", input });
    expect((await readMessages(threadId)).map(({ type }) => type)).toEqual(["human", "human", "ai"]);
  });
});
