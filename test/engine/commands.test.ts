import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";
import { buildNested } from "../runs/support/graphs.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";
import { buildFan } from "./support/fan.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    asker: buildAsker(),
    echo: buildEcho(),
    nested: buildNested(),
    steps: buildSteps(6),
    fan: buildFan(),
  };
  service = await startTestService(db, toCatalogue(graphs), { leaseMs: 1_000 });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

describe('a command with goto "__end__"', () => {
  it.each([
    [{ goto: "__end__", update: null }, 1],
    [{ goto: ["__end__"] }, 1],
    [{ goto: "__end__", update: { messages: [{ type: "ai", content: "closed" }] } }, 2],
  ])("ends an interrupted thread: %j", async (command, messages) => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    const output = await calls.wait(threadId, { assistant_id: "asker", input: {}, command });
    expect(output).not.toHaveProperty("__interrupt__");
    expect(output["messages"]).toHaveLength(messages);
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "idle",
      interrupts: {},
      values: output,
    });
    expect(await calls.get(`/threads/${threadId}/state`)).toMatchObject({
      next: [],
      tasks: [],
      values: output,
    });
    const again = await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    expect(again).toHaveProperty("__interrupt__");
  });

  it("streams the state that stands, and end", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "nested", input: HELLO });
    const body = { assistant_id: "nested", input: {}, command: { goto: "__end__" } };
    const { text } = await calls.post(`/threads/${threadId}/runs/stream`, body);
    expect([...text.matchAll(/^event: (.*)$/gm)].map(([, event]) => event)).toEqual([
      "metadata",
      "values",
      "end",
    ]);
    expect(text).toContain('"status":"success"');
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle" });
  });

  it("changes nothing on a thread where nothing waits", async () => {
    const threadId = await calls.createThread();
    const before = await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
    expect(await calls.wait(threadId, { assistant_id: "echo", command: { goto: "__end__" } })).toEqual(
      before,
    );
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle" });
  });
});

it.each([false, 0, "", null, [], "Pune"])("takes %j for an answer", async (resume) => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
  const output = await calls.wait(threadId, { assistant_id: "asker", command: { resume } });
  expect(output).not.toHaveProperty("__interrupt__");
  expect(JSON.stringify(output)).toContain(`City: ${String(resume)}`);
});

it("keeps only the questions that are still open when some are answered", async () => {
  const threadId = await calls.createThread();
  const asked = await calls.wait(threadId, { assistant_id: "fan", input: {} });
  const [first, second] = asked["__interrupt__"] as { id: string; value: number }[];
  expect([first?.value, second?.value]).toEqual([2, 3]);
  const waiting = await calls.get(`/threads/${threadId}`);
  expect(Object.values(waiting["interrupts"] as object)).toHaveLength(2);

  const half = await calls.wait(threadId, {
    assistant_id: "fan",
    command: { resume: { [first?.id ?? ""]: "A" } },
  });
  expect(half["__interrupt__"]).toEqual([second]);
  const row = await calls.get(`/threads/${threadId}`);
  expect(Object.values(row["interrupts"] as object)).toEqual([[second]]);
  const whole = await calls.wait(threadId, { assistant_id: "fan", command: { resume: "B" } });
  expect(whole).toEqual({ done: ["1", "2 A", "3 B"] });
});

it("ends a run whose input the graph cannot take, and leaves the thread usable", async () => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
  const failed = await calls.wait(threadId, { assistant_id: "echo", input: { messages: [{ nothing: 1 }] } });
  expect(failed).toMatchObject({ __error__: { message: expect.stringContaining("message") } });
  const thread = await calls.get(`/threads/${threadId}`);
  expect(thread).toMatchObject({ status: "error", values: { messages: [{ content: "hello" }, {}] } });
  expect((await calls.call("GET", `/threads/${threadId}/state`)).status).toBe(200);
  const next = await calls.wait(threadId, {
    assistant_id: "echo",
    input: { messages: [{ type: "human", content: "again" }] },
  });
  expect(JSON.stringify(next)).toContain("You said: again");
});

describe("a rollback of a running run", () => {
  const SLOW = { assistant_id: "steps", input: { pause_ms: 120 } };
  const until = async (threadId: string, steps: number): Promise<void> => {
    for (;;) {
      const { values } = (await calls.get(`/threads/${threadId}/state`)) as { values: { steps?: number[] } };
      if ((values.steps?.length ?? 0) >= steps) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const history = async (threadId: string): Promise<unknown[]> =>
    JSON.parse((await calls.call("GET", `/threads/${threadId}/history?limit=50`)).text) as unknown[];

  it("leaves the thread as it was before, and tells those who stream it", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { ...SLOW, interrupt_before: ["step_1"] });
    const before = await calls.get(`/threads/${threadId}`);
    expect(before).toMatchObject({ status: "interrupted" });
    const states = await history(threadId);
    const runId = await calls.createRun(threadId, { ...SLOW, input: null });
    const streamed = readFrames(`${service.url}/threads/${threadId}/runs/${runId}/stream`, {
      lastEventId: "-1",
    });
    await until(threadId, 3);
    expect((await calls.cancel(threadId, runId, "?action=rollback&wait=1")).status).toBe(204);
    expect((await streamed).at(-1)).toMatchObject({
      event: "end",
      data: { run_id: runId, status: "rollback" },
    });
    expect((await calls.call("GET", `/threads/${threadId}/runs/${runId}`)).status).toBe(404);
    const { status, values, interrupts, error } = await calls.get(`/threads/${threadId}`);
    expect({ status, values, interrupts, error }).toEqual({
      status: "interrupted",
      values: before["values"],
      interrupts: before["interrupts"],
      error: null,
    });
    expect(await history(threadId)).toEqual(states);
  });

  it("empties a thread on which nothing else ran", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, SLOW);
    await until(threadId, 1);
    await calls.cancel(threadId, runId, "?action=rollback&wait=1");
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "idle",
      values: null,
      interrupts: {},
    });
    expect(await calls.list(threadId)).toEqual([]);
    expect(await history(threadId)).toEqual([]);
  });

  it("lets the run that asked for it begin from the state before", async () => {
    const threadId = await calls.createThread();
    const quick = { assistant_id: "steps", input: { pause_ms: 0 } };
    await calls.wait(threadId, quick);
    const runId = await calls.createRun(threadId, SLOW);
    await until(threadId, 7);
    const output = await calls.wait(threadId, { ...quick, multitask_strategy: "rollback" });
    expect(output).toMatchObject({ steps: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5] });
    expect((await calls.call("GET", `/threads/${threadId}/runs/${runId}`)).status).toBe(404);
    expect(await calls.list(threadId)).toHaveLength(2);
  });
});

it("shows checkpoints, tasks and debug events without what is the server's own", async () => {
  const threadId = await calls.createThread();
  const body = {
    assistant_id: "nested",
    input: HELLO,
    stream_mode: ["checkpoints", "tasks", "debug"],
    stream_subgraphs: true,
  };
  const { text } = await calls.post(`/threads/${threadId}/runs/stream`, body);
  for (const word of ["callbacks", "__pregel_checkpointer", "__raptorflow", "tenantId", "parentConfig"])
    expect(text).not.toContain(word);
  const data = text.split("\n\n").map((block) => {
    const line = block.split("\n").find((each) => each.startsWith("data: ")) ?? "data: null";
    return {
      event: /^event: (\w+)/m.exec(block)?.[1],
      data: JSON.parse(line.slice("data: ".length)) as unknown,
    };
  });
  const checkpoints = data.filter(({ event }) => event === "checkpoints");
  expect(checkpoints.at(-1)?.data).toMatchObject({
    values: {},
    next: expect.any(Array),
    config: { configurable: { thread_id: threadId } },
    parent_config: { configurable: { checkpoint_id: expect.any(String) } },
    checkpoint: { thread_id: threadId, checkpoint_id: expect.any(String) },
    parent_checkpoint: { thread_id: threadId },
    metadata: { step: expect.any(Number) },
    tasks: expect.any(Array),
  });
  expect(
    data.some(
      ({ event, data: each }) => event === "debug" && (each as { type: string }).type === "checkpoint",
    ),
  ).toBe(true);
});
