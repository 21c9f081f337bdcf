import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(
    db,
    toCatalogue({ echo: buildEcho(), asker: buildAsker(), steps: buildSteps(4) }),
  );
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const write = (threadId: string, body: object) => calls.post(`/threads/${threadId}/state`, body);

describe("a thread is created with a history", () => {
  const supersteps = [
    { updates: [{ values: { pause_ms: 3 }, as_node: "__start__" }] },
    { updates: [{ values: { steps: 0 }, as_node: "step_0" }] },
    { updates: [{ command: { update: { steps: 1 } }, as_node: "step_1" }] },
  ];

  it("of one checkpoint a superstep, where a run goes on", async () => {
    const threadId = await calls.createThread({ metadata: { graph_id: "steps" }, supersteps });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "interrupted",
      values: { steps: [0, 1], pause_ms: 3 },
    });
    expect(JSON.parse((await calls.call("GET", `/threads/${threadId}/history`)).text)).toHaveLength(3);
    expect(await calls.wait(threadId, { assistant_id: "steps", input: null })).toMatchObject({
      steps: [0, 1, 2, 3],
    });
  });

  it("or not at all", async () => {
    const threadId = crypto.randomUUID();
    expect((await calls.post("/threads", { thread_id: threadId, supersteps })).status).toBe(400);
    const wrong = [...supersteps, { updates: [{ values: {}, as_node: "nobody" }] }];
    const refused = await calls.post("/threads", {
      thread_id: threadId,
      metadata: { graph_id: "steps" },
      supersteps: wrong,
    });
    expect(refused.status).toBe(422);
    expect((await calls.call("GET", `/threads/${threadId}`)).status).toBe(404);
  });
});

describe("a write by hand", () => {
  it("is refused when the graph cannot take it, and changes nothing", async () => {
    const threadId = await calls.createThread({ metadata: { graph_id: "steps" } });
    const before = await calls.get(`/threads/${threadId}`);
    const wrong = [
      { values: { pause_ms: "soon" }, as_node: "step_0" },
      { values: { steps: 1 }, as_node: "nobody" },
      { values: "text" },
    ];
    for (const body of wrong) expect((await write(threadId, body)).status).toBe(422);
    expect(await calls.get(`/threads/${threadId}`)).toEqual(before);
    const chat = await calls.createThread({ metadata: { graph_id: "echo" } });
    expect((await write(chat, { values: { messages: [{ nothing: 1 }] } })).status).toBe(422);
  });

  it("ends a thread that was interrupted or failed", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    expect((await write(threadId, { values: null, as_node: "__end__" })).json).toMatchObject({
      checkpoint: { thread_id: threadId, checkpoint_ns: "", checkpoint_id: expect.any(String) },
    });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "idle",
      interrupts: {},
      error: null,
    });
    expect(await calls.get(`/threads/${threadId}/state`)).toMatchObject({ next: [], tasks: [] });
  });

  it("of metadata reaches the thread", async () => {
    const threadId = await calls.createThread({ metadata: { a: 1 } });
    const patched = await calls.call("PATCH", `/threads/${threadId}/state`, { metadata: { b: 2 } });
    expect(patched.json).toMatchObject({ thread_id: threadId, metadata: { a: 1, b: 2 } });
    expect((await calls.call("PATCH", `/threads/${threadId}/state`, {})).status).toBe(422);
  });
});

it("can be read after an input that the graph could not take", async () => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
  const runId = await calls.createRun(threadId, {
    assistant_id: "echo",
    input: { messages: [{ nothing: 1 }] },
  });
  await sleep(300);
  for (const query of ["", "?subgraphs=true"]) {
    const state = await calls.call("GET", `/threads/${threadId}/state${query}`);
    expect(state.status).toBe(200);
    expect(JSON.stringify(state.json["values"])).toContain("You said: hello");
  }
  await calls.cancel(threadId, runId);
});

it("takes any UUID for a thread, as the path does", async () => {
  const threadId = "11111111-1111-1111-1111-11111111ABCD";
  expect((await calls.post("/threads", { thread_id: threadId })).status).toBe(200);
  expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
    thread_id: threadId.toLowerCase(),
    values: null,
  });
  expect((await calls.post("/threads", { thread_id: threadId })).json).toMatchObject({
    detail: "Thread already exists",
  });
});

it("holds no U+0000, wherever it was sent", async () => {
  const threadId = await calls.createThread({ metadata: { "k\u0000": "a\u0000b" } });
  expect((await calls.get(`/threads/${threadId}`))["metadata"]).toEqual({ "k\uFFFD": "a\uFFFDb" });
  const metadata = encodeURIComponent(JSON.stringify({ "k\u0000": "v\u0000" }));
  expect((await calls.call("GET", `/threads/${threadId}/runs?metadata=${metadata}`)).status).toBe(200);
  const said = { messages: [{ type: "human", content: "a\u0000b" }] };
  expect(JSON.stringify(await calls.wait(threadId, { assistant_id: "echo", input: said }))).toContain(
    "You said: a\uFFFDb",
  );
});
