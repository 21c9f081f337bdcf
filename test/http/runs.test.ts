import { describe, expect, test } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { Run } from "../../src/domain/run.ts";
import { yieldAll } from "./support/memory-runs.ts";
import { createTestApp, type TestApp } from "./support/test-app.ts";

const QUEEN = { assistant_id: "queen", input: { messages: [] } };

async function createRun({ send, createThread }: TestApp): Promise<Run & { path: string }> {
  const threadId = await createThread();
  const run = (await send("POST", `/threads/${threadId}/runs`, QUEEN)).json as Run;
  return { ...run, path: `/threads/${threadId}/runs/${run.run_id}` };
}

describe("every reply that creates a run says where it is", () => {
  test.each(["", "/stream", "/wait"])("on a thread: runs%s", async (ending) => {
    const { send, createThread } = createTestApp();
    const threadId = await createThread();
    const { status, headers } = await send("POST", `/threads/${threadId}/runs${ending}`, QUEEN);
    expect(status).toBe(200);
    expect(headers.get("content-location")).toMatch(new RegExp(`^/threads/${threadId}/runs/[0-9a-f-]{36}$`));
    expect(headers.get("location")).toBe(`${headers.get("content-location")}/stream`);
  });

  test.each(["", "/stream", "/wait"])("without a thread: /runs%s", async (ending) => {
    const { headers } = await createTestApp().send("POST", `/runs${ending}`, QUEEN);
    expect(headers.get("content-location")).toMatch(/^\/runs\/[0-9a-f-]{36}$/);
    expect(headers.get("location")).toBe(`${headers.get("content-location")}/stream`);
  });
});

describe("what a run is created with", () => {
  test("without input and context it has null and an empty object", async () => {
    const { send, last } = createTestApp();
    await send("POST", "/runs", { assistant_id: "queen" });
    expect(last("runs.create")["body"]).toMatchObject({ input: null, context: {} });
    expect(last("runs.create")["threadId"]).toBeNull();
  });

  test("keys that the server alone sets are stripped from configurable", async () => {
    const { send, last } = createTestApp();
    const configurable = {
      mine: 1,
      thread_id: "t",
      run_id: "r",
      graph_id: "g",
      assistant_id: "a",
      langgraph_auth_user: { identity: "root" },
      __raptorflow: { tenantId: "other" },
      checkpoint_id: "c",
    };
    await send("POST", "/runs", { ...QUEEN, config: { configurable, tags: ["x"] } });
    expect(last("runs.create")["body"]).toMatchObject({
      config: { tags: ["x"], configurable: { mine: 1, checkpoint_id: "c" } },
    });
    const { config } = last("runs.create")["body"] as { config: { configurable: object } };
    expect(Object.keys(config.configurable)).toEqual(["mine", "checkpoint_id"]);
  });

  test("request headers are handed on in lower case, credentials are not", async () => {
    const { send, last } = createTestApp({ settings: { apiKey: "k" } });
    await send("POST", "/runs", QUEEN, {
      "X-Customer": "7",
      "User-Agent": "test/1",
      "X-Api-Key": "k",
      "X-Tenant-Id": "t",
      "X-Service-Key": "s",
      Authorization: "Bearer k",
      Cookie: "a=b",
      "Content-Type": "application/json",
    });
    expect(last("runs.create")["headers"]).toEqual({ "x-customer": "7", "user-agent": "test/1" });
  });
});

describe("a created stream", () => {
  test("begins at the first event and has the headers of a stream", async () => {
    const { send, last } = createTestApp();
    const sent = await send("POST", "/runs/stream", QUEEN);
    expect(sent.headers.get("content-type")).toBe("text/event-stream");
    expect(sent.headers.get("cache-control")).toBe("no-cache");
    expect(sent.headers.get("x-accel-buffering")).toBe("no");
    expect(sent.text).toMatch(/^id: 9\nevent: end\ndata: \{"run_id":".*","status":"success"\}\n\n$/);
    expect(last("runs.stream")).toMatchObject({ lastEventId: "start", threadId: expect.any(String) });
  });

  test("carries heartbeats at the interval it is given", async () => {
    const frames = async function* () {
      await new Promise((resolve) => setTimeout(resolve, 40));
      yield [{ id: "0", event: "end", json: "{}" }];
    };
    const { send } = createTestApp({ heartbeatMs: 5, script: { frames } });
    expect((await send("POST", "/runs/stream", QUEEN)).text).toMatch(/^(: heartbeat\n\n){2,}id: 0\n/);
  });
});

describe("disconnect", () => {
  const waiting = () => new Promise<never>(() => {});
  const frames = () => ({ [Symbol.asyncIterator]: () => ({ next: waiting }) });

  async function leave({ app, calls }: TestApp, method: string, path: string, body?: unknown) {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const reader = (await app.request(path, init)).body?.getReader();
    void reader?.read();
    await reader?.cancel();
    return calls.filter((call) => call.verb === "runs.cancel").map((call) => call.input);
  }

  test.each(["/runs/stream", "/runs/wait"])("of %s cancels when asked to", async (path) => {
    const script = { frames, output: waiting };
    const cancelled = await leave(createTestApp({ script }), "POST", path, {
      ...QUEEN,
      on_disconnect: "cancel",
    });
    expect(cancelled).toMatchObject([{ action: "interrupt", reason: "disconnect", wait: false }]);
    expect(await leave(createTestApp({ script }), "POST", path, QUEEN)).toEqual([]);
    expect(
      await leave(createTestApp({ script }), "POST", path, { ...QUEEN, on_disconnect: "continue" }),
    ).toEqual([]);
  });

  test.each(["stream", "join"])("of a %s cancels when asked to", async (ending) => {
    const testApp = createTestApp({ script: { frames, output: waiting } });
    const { path, run_id: runId } = await createRun(testApp);
    expect(await leave(testApp, "GET", `${path}/${ending}?cancel_on_disconnect=0`)).toEqual([]);
    const cancelled = await leave(testApp, "GET", `${path}/${ending}?cancel_on_disconnect=1`);
    expect(cancelled).toMatchObject([{ runId, reason: "disconnect" }]);
  });

  test("after the run is over is no error", async () => {
    const cancel = () => Promise.reject(new AppError("run_not_active", "Run is not active"));
    const testApp = createTestApp({ script: { frames, cancel } });
    await leave(testApp, "POST", "/runs/stream", { ...QUEEN, on_disconnect: "cancel" });
    await new Promise(setImmediate);
    expect(testApp.lines.filter((line) => line.level === "error")).toEqual([]);
  });
});

describe("joining a stream", () => {
  test.each([
    ["no header is from now on", undefined, null],
    ["an empty header is none", "", null],
    ["-1 is from the first event", "-1", "start"],
    ["- is from the first event", "-", "start"],
    ["an id is what came after it", "17", "17"],
  ])("%s", async (_, header, lastEventId) => {
    const testApp = createTestApp();
    const { path, run_id: runId } = await createRun(testApp);
    const headers: Record<string, string> = header === undefined ? {} : { "last-event-id": header };
    const sent = await testApp.send("GET", `${path}/stream`, undefined, headers);
    expect(sent.status).toBe(200);
    expect(sent.headers.get("content-location")).toBe(path);
    expect(sent.headers.get("location")).toBe(`${path}/stream`);
    expect(testApp.last("runs.stream")).toMatchObject({ runId, lastEventId });
  });

  test("an id that is none is refused", async () => {
    const testApp = createTestApp();
    const { path } = await createRun(testApp);
    const sent = await testApp.send("GET", `${path}/stream`, undefined, { "last-event-id": "synth:1" });
    expect(sent.status).toBe(422);
  });

  test("filters are handed on", async () => {
    const testApp = createTestApp();
    const { path } = await createRun(testApp);
    await testApp.send(
      "GET",
      `${path}/stream?stream_mode=values&stream_mode=updates&namespace=&checkpoint_id=c1`,
    );
    expect(testApp.last("runs.stream")).toMatchObject({
      modes: ["values", "updates"],
      namespaces: [""],
      checkpointId: "c1",
    });
  });

  test("a stateless run is joined without its thread", async () => {
    const testApp = createTestApp();
    const { run_id: runId } = await createRun(testApp);
    const sent = await testApp.send("GET", `/runs/${runId}/stream`, undefined, { "last-event-id": "-1" });
    expect(sent.headers.get("content-location")).toBe(`/runs/${runId}`);
    expect(testApp.last("runs.stream")).toMatchObject({ threadId: null, runId, lastEventId: "start" });
  });

  test("HEAD opens no stream", async () => {
    let opened = 0;
    const frames = () => {
      opened++;
      return yieldAll([]);
    };
    const testApp = createTestApp({ script: { frames } });
    const { path } = await createRun(testApp);
    expect((await testApp.send("HEAD", `${path}/stream`)).status).toBe(405);
    expect(opened).toBe(0);
  });
});

describe("waiting", () => {
  test("answers the output as JSON, after line breaks", async () => {
    const output = () => new Promise<{ a: number }>((resolve) => setTimeout(resolve, 30, { a: 1 }));
    const { send } = createTestApp({ heartbeatMs: 5, script: { output } });
    const sent = await send("POST", "/runs/wait", QUEEN);
    expect(sent.headers.get("content-type")).toBe("application/json");
    expect(sent.text).toMatch(/^\n+\{"a":1\}$/);
  });

  test("joins a run", async () => {
    const testApp = createTestApp();
    const { path } = await createRun(testApp);
    expect((await testApp.send("GET", `${path}/join`)).json).toEqual({ messages: [] });
  });
});

test("runs are listed, read and deleted", async () => {
  const testApp = createTestApp();
  const { path, thread_id: threadId, run_id: runId } = await createRun(testApp);
  const metadata = encodeURIComponent('{"a":1}');
  const listed = await testApp.send(
    "GET",
    `/threads/${threadId}/runs?limit=5&offset=0&status=pending&select=run_id&metadata=${metadata}`,
  );
  expect(listed.json).toEqual([{ run_id: runId }]);
  expect(testApp.last("runs.list")).toMatchObject({
    threadId,
    limit: 5,
    status: "pending",
    metadata: { a: 1 },
  });
  expect((await testApp.send("GET", path)).json).toMatchObject({ run_id: runId });
  const deleted = await testApp.send("DELETE", path);
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await testApp.send("GET", path)).json).toMatchObject({ detail: "Run not found" });
});

describe("cancel", () => {
  test.each([
    ["", 202, { wait: false, action: "interrupt", reason: "api" }],
    ["?wait=0&action=interrupt", 202, { wait: false, action: "interrupt", reason: "api" }],
    ["?wait=1&action=rollback", 204, { wait: true, action: "rollback", reason: "api" }],
    ["?reason=taken", 202, { wait: false, action: "interrupt", reason: "taken" }],
  ])("cancel%s", async (query, status, input) => {
    const testApp = createTestApp();
    const { path } = await createRun(testApp);
    const sent = await testApp.send("POST", `${path}/cancel${query}`);
    expect([sent.status, sent.text]).toEqual([status, ""]);
    expect(testApp.last("runs.cancel")).toMatchObject(input);
  });

  test("a takeover cannot roll back, and a run that is over is a conflict", async () => {
    const cancel = () => Promise.reject(new AppError("run_not_active", "Run is not active"));
    const testApp = createTestApp({ script: { cancel } });
    const { path } = await createRun(testApp);
    expect((await testApp.send("POST", `${path}/cancel?reason=taken&action=rollback`)).status).toBe(422);
    expect((await testApp.send("POST", `${path}/cancel`)).status).toBe(409);
  });
});
