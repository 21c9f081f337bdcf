import { afterAll, beforeAll, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps, buildTokens } from "../support/graphs.ts";
import { readFrames } from "../support/sse.ts";
import { until } from "../support/until.ts";
import { createReceivers } from "../webhooks/support/hooked-service.ts";
import { buildNested } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];
const receivers = createReceivers();

beforeAll(async () => {
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    nested: buildNested(),
    tokens: buildTokens(30, 10),
    steps: buildSteps(20),
  };
  service = await openConformance(graphs, { heartbeatMs: 200 });
  ({ client } = service);
});
afterAll(async () => {
  await receivers.close();
  await service.close();
});

const newThread = async (): Promise<string> => (await client.threads.create()).thread_id;
const ask = async (path: string, body?: object, init: RequestInit = {}) => {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(service.url + path, { ...sent, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as never };
};
const statusOf = async (threadId: string, runId: string): Promise<string> =>
  (await client.runs.get(threadId, runId)).status;
async function startSlow(threadId: string, pause_ms = 1_000): Promise<string> {
  const { run_id: runId } = await client.runs.create(threadId, "steps", { input: { pause_ms } });
  await until(async () => (await client.threads.getState(threadId)).checkpoint !== null, "a checkpoint");
  return runId;
}
const command = (threadId: string, method: string, params: object, more: object = {}) =>
  ask(`/threads/${threadId}/commands`, { id: 1, method, params, ...more });

it("streams say where they are, end with end, and beat", async () => {
  const body = { assistant_id: "steps", input: { pause_ms: 40 } };
  for (const path of ["/runs/stream", `/threads/${await newThread()}/runs/stream`]) {
    const { headers, text } = await ask(path, body, { headers: { origin: "http://localhost:3000" } });
    expect(headers.get("location")).toBe(`${headers.get("content-location")}/stream`);
    expect(headers.get("access-control-expose-headers")).toContain("Location");
    expect(text).toContain(": heartbeat\n");
    expect(text.split("\n\n").findLast((frame) => frame.includes("data:"))).toContain("event: end");
  }
});

it("every joiner sees every event with the same ids, a late one too", async () => {
  const threadId = await newThread();
  const { run_id: runId } = await client.runs.create(threadId, "tokens", {
    input: say("go"),
    streamMode: ["messages-tuple"],
  });
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
  const join = () => readFrames(url, { lastEventId: "-1" });
  const [one, other] = await Promise.all([join(), join()]);
  expect(one.length).toBeGreaterThan(30);
  expect(other).toEqual(one);
  expect(await join()).toEqual(one);
});

it("frames of stateless streams carry ids", async () => {
  const { text } = await ask("/runs/stream", { assistant_id: "echo", input: say("x") });
  const frames = text.split("\n\n").filter((frame) => frame.includes("data:"));
  expect(frames.every((frame) => /^id: \d+$/m.test(frame))).toBe(true);
});

it("a run outlives its process, each step is kept once, and the queue behind it goes on", async () => {
  const own = await openConformance({ steps: buildSteps(20) }, { leaseMs: 1_000 });
  const { thread_id: threadId } = await own.client.threads.create();
  const leaving = own.main;
  const { run_id: runId } = await own.client.runs.create(threadId, "steps", { input: { pause_ms: 200 } });
  await until(async () => (await own.client.threads.getState(threadId)).checkpoint !== null, "a checkpoint");
  const heir = await own.startAnother();
  const next = await heir.client.runs.create(threadId, "steps", { input: { pause_ms: 0 } });
  await leaving.close(0);
  await heir.client.runs.join(threadId, next.run_id);
  expect(await heir.client.runs.get(threadId, runId)).toMatchObject({ status: "success" });
  const once = Array.from({ length: 20 }, (_, index) => index);
  expect(await heir.client.threads.get(threadId)).toMatchObject({
    status: "idle",
    values: { steps: [...once, ...once] },
  });
  await own.close();
});

it("rolling back a running run takes it and its checkpoints away and restores the thread", async () => {
  const threadId = await newThread();
  await client.runs.wait(threadId, "echo", { input: say("before") });
  const { values } = await client.threads.get(threadId);
  const before = await client.threads.getHistory(threadId);
  const { run_id: runId } = await client.runs.create(threadId, "steps", { input: { pause_ms: 500 } });
  await until(async () => (await client.threads.getHistory(threadId)).length > before.length, "a checkpoint");
  await client.runs.cancel(threadId, runId, true, "rollback");
  await expect(client.runs.get(threadId, runId)).rejects.toMatchObject({ status: 404 });
  expect(await client.threads.get(threadId)).toMatchObject({ status: "idle", values });
  expect(await client.threads.getHistory(threadId)).toHaveLength(before.length);
});

it("wait=0 of a cancellation does not wait, and values stay as they were saved", async () => {
  const threadId = await newThread();
  const runId = await startSlow(threadId);
  expect((await ask(`/threads/${threadId}/runs/${runId}/cancel?wait=0`, {})).status).toBe(202);
  await until(async () => (await statusOf(threadId, runId)) === "interrupted", "the cancellation");
  expect((await client.threads.get(threadId)).values).toMatchObject({ pause_ms: 1_000 });
});

it("the total of a search is not that of the page, and the next page begins where this one ends", async () => {
  for (let index = 0; index < 3; index++) await client.threads.create({ metadata: { row: "pages" } });
  const body = { metadata: { row: "pages" }, limit: 1, offset: 1, sort_by: "created_at", sort_order: "asc" };
  const { headers } = await ask("/threads/search", body);
  expect([headers.get("x-pagination-total"), headers.get("x-pagination-next")]).toEqual(["3", "2"]);
});

it("runs are listed newest first, and a limit counts after the offset", async () => {
  const threadId = await newThread();
  const ids: string[] = [];
  for (const text of ["a", "b", "c"])
    ids.unshift((await client.runs.create(threadId, "echo", { input: say(text), afterSeconds: 600 })).run_id);
  const listed = await client.runs.list(threadId, { limit: 2, offset: 1 });
  expect(listed.map(({ run_id: id }) => id)).toEqual(ids.slice(1));
});

it("nulls, unknown keys and every form of before are accepted", async () => {
  const threadId = await newThread();
  await client.runs.wait(threadId, "asker", { input: say("hi") });
  const resume = { resume: "Pune", update: null, goto: null };
  const body = { assistant_id: "asker", input: {}, command: resume, unheard: 1 };
  expect((await ask(`/threads/${threadId}/runs/wait`, body)).text).toContain("City: Pune");
  const [head, parent] = await client.threads.getHistory(threadId);
  const checkpoint_id = head?.checkpoint.checkpoint_id ?? "";
  const checkpoint = { checkpoint_ns: "", checkpoint_id: null, checkpoint_map: null };
  for (const before of [checkpoint_id, { checkpoint_id }, { configurable: { checkpoint_id } }]) {
    const { json } = await ask(`/threads/${threadId}/history`, { before, checkpoint, limit: 1 });
    expect(json()).toMatchObject([{ checkpoint: parent?.checkpoint }]);
  }
  expect((await command(threadId, "agent.getTree", { unheard: 1 }, { unheard: 2 })).status).toBe(200);
});

it("a namespace joined with U+0000 is the one joined with a bar", async () => {
  const threadId = await newThread();
  await client.runs.wait(threadId, "nested", { input: say("go") });
  const { tasks } = await client.threads.getState(threadId);
  const outer = tasks[0]?.checkpoint?.checkpoint_ns ?? "";
  const checkpoint = { checkpoint_ns: `${outer}\0think:${NOBODY}` };
  expect(await client.threads.getHistory(threadId, { checkpoint })).toEqual([]);
});

it("a missing thread is 404 to a run, a busy one 409 when it asks not to wait", async () => {
  await expect(client.runs.create(NOBODY, "echo")).rejects.toMatchObject({ status: 404 });
  const threadId = await newThread();
  await client.runs.create(threadId, "echo", { afterSeconds: 600 });
  const busy = client.runs.create(threadId, "echo", { multitaskStrategy: "reject" });
  await expect(busy).rejects.toMatchObject({ status: 409 });
});

it("errors are JSON of strings, and validation is 422", async () => {
  const { status, json } = await ask("/threads/search", { limit: "many" });
  expect(status).toBe(422);
  expect(json()).toMatchObject({ detail: expect.any(String), message: expect.any(String) });
});

it("a failure is a class and a plain message, not JSON in JSON", async () => {
  const payload = { input: say("x"), raiseError: false };
  const output = await client.runs.wait(await newThread(), "failing", payload);
  expect(output).toEqual({ __error__: { error: "RangeError", message: "Cannot do: x" } });
});

it("a state that only mentions interrupts has none, and an output is an object", async () => {
  const output = await client.runs.wait(await newThread(), "echo", { input: say("__interrupt__") });
  expect(output).not.toHaveProperty("__interrupt__");
  const threadId = await newThread();
  const { run_id: runId } = await client.runs.create(threadId, "echo", {
    input: say("x"),
    afterSeconds: 600,
  });
  await client.runs.cancel(threadId, runId);
  expect(await client.runs.join(threadId, runId)).toEqual({});
});

it("a join by mode keeps the events of subgraphs, and nothing comes that was not asked for", async () => {
  const threadId = await newThread();
  const { run_id: runId } = await client.runs.create(threadId, "nested", {
    input: say("x"),
    streamMode: ["updates", "values"],
    streamSubgraphs: true,
  } as never);
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream?stream_mode=updates`;
  const events = (await readFrames(url, { lastEventId: "-1" })).map(({ event }) => event);
  expect(events.some((event) => event.startsWith("updates|sub:"))).toBe(true);
  const kinds = new Set(events.map((event) => event.split("|")[0] ?? ""));
  expect([...kinds].toSorted()).toEqual(["end", "metadata", "updates"]);
});

it("durability, the disconnection of a joiner and a numeric xray are honoured", async () => {
  const threadId = await newThread();
  await client.runs.wait(threadId, "echo", { input: say("x"), durability: "exit" });
  expect(await client.threads.getHistory(threadId)).toHaveLength(1);
  const { nodes } = await client.assistants.getGraph("nested", { xray: 1 });
  expect(nodes.map(({ id }) => id)).toContain("sub:think");
  const slow = await newThread();
  const runId = await startSlow(slow, 1_000);
  const leave = new AbortController();
  const options = { cancelOnDisconnect: true, lastEventId: "-1", signal: leave.signal };
  const joined = client.runs.joinStream(slow, runId, options);
  await joined.next();
  leave.abort();
  await joined.next().catch(() => undefined);
  await until(async () => (await statusOf(slow, runId)) === "interrupted", "the cancellation");
});

it("crons, pruning, bulk cancels, thread streams, state patches, MCP, A2A and metrics are there", async () => {
  const { json } = await ask("/openapi.json");
  const { paths } = json() as { paths: Record<string, object> };
  expect(paths).toMatchObject({
    "/runs/crons": { post: {} },
    "/threads/prune": { post: {} },
    "/runs/cancel": { post: {} },
    "/threads/{thread_id}/stream": { get: {} },
    "/threads/{thread_id}/state": { patch: {} },
    "/metrics": { get: {} },
  });
  for (const path of ["/mcp", "/a2a/echo"]) expect((await ask(path, {})).status).not.toBe(404);
});

it("a webhook is posted as JSON from an outbox, repeated, and holds no run up", async () => {
  const receiver = await receivers.open((attempt) => (attempt === 1 ? 503 : 200));
  const threadId = await newThread();
  const { run_id: runId } = await client.runs.create(threadId, "echo", {
    input: say("x"),
    webhook: receiver.url,
  });
  await client.runs.wait(threadId, "echo", { input: say("y") });
  const [first, second] = await receiver.waitFor(2, 25_000);
  expect(first?.headers).toMatchObject({ "content-type": "application/json", "webhook-id": runId });
  expect(second?.body).toMatchObject({ run_id: runId, status: "success", values: {} });
});

it("what was answered for is in the database, and a graph is not bound to one process", async () => {
  const another = await service.startAnother();
  const threadId = await newThread();
  await Promise.all(["a", "b"].map((text) => client.runs.create(threadId, "echo", { input: say(text) })));
  await until(async () => (await another.client.threads.get(threadId)).status === "idle", "both runs");
  expect(await another.client.threads.get(threadId)).toMatchObject({
    values: { messages: expect.objectContaining({ length: 4 }) },
  });
  await another.close();
});

it("schemas come at once and again, and one that cannot be told is null", async () => {
  const schemas = await client.assistants.getSchemas("echo");
  expect(await client.assistants.getSchemas("echo")).toEqual(schemas);
  for (const schema of [
    schemas.config_schema,
    (schemas as unknown as Record<string, unknown>)["context_schema"],
  ])
    expect(schema === null || typeof schema === "object").toBe(true);
});
