import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";
import { createCalls, HELLO } from "./support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { steps: buildSteps(6), asker: buildAsker(), failing: buildFailing() };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const LATER = { assistant_id: "steps", input: {}, after_seconds: 60 };
const SLOW = { assistant_id: "steps", input: { pause_ms: 100 } };
const join = (threadId: string, runId: string) =>
  readFrames(`${service.url}/threads/${threadId}/runs/${runId}/stream`, { lastEventId: "-1" });

describe("a run that waits", () => {
  it("is interrupted at once, and its stream says so", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, LATER);
    expect((await calls.cancel(threadId, runId)).status).toBe(202);
    expect(await calls.get(`/threads/${threadId}/runs/${runId}`)).toMatchObject({
      status: "interrupted",
      cancel_reason: "api",
    });
    expect(await join(threadId, runId)).toMatchObject([
      { id: "0", event: "metadata" },
      { id: "1", event: "end", data: { run_id: runId, status: "interrupted" } },
    ]);
    expect(await calls.get(`/threads/${threadId}/runs/${runId}/join`)).toEqual({});
    expect((await calls.cancel(threadId, runId)).status).toBe(409);
  });

  it("is gone after a rollback, and those who stream it are told", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, LATER);
    const streamed = join(threadId, runId);
    const output = calls.get(`/threads/${threadId}/runs/${runId}/join`);
    await sleep(100);
    expect((await calls.cancel(threadId, runId, "?action=rollback&wait=1")).status).toBe(204);
    expect(await streamed).toMatchObject([
      { event: "metadata" },
      { event: "end", data: { status: "rollback" } },
    ]);
    expect(await output).toEqual({});
    expect((await calls.call("GET", `/threads/${threadId}/runs/${runId}`)).status).toBe(404);
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", values: null });
  });

  it.each([
    ["interrupted", "asker", { __interrupt__: [{ id: expect.any(String) }] }],
    ["error", "failing", { __error__: { error: "RangeError" } }],
  ])("leaves a thread %s as it was", async (status, graph, output) => {
    const threadId = await calls.createThread();
    expect(await calls.wait(threadId, { assistant_id: graph, input: HELLO })).toMatchObject(output);
    const before = await calls.get(`/threads/${threadId}`);
    expect(before).toMatchObject({ status });
    for (const query of ["", "?action=rollback"]) {
      const runId = await calls.createRun(threadId, LATER);
      expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "busy" });
      await calls.cancel(threadId, runId, query);
      const { status: after, values, interrupts, error } = await calls.get(`/threads/${threadId}`);
      expect({ status: after, values, interrupts, error }).toEqual({
        status,
        values: before["values"],
        interrupts: before["interrupts"],
        error: before["error"],
      });
    }
  });
});

describe("a run that runs", () => {
  it("keeps what it reached, and its stream ends without an error", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, SLOW);
    const streamed = join(threadId, runId);
    await sleep(250);
    expect((await calls.cancel(threadId, runId, "?wait=true")).status).toBe(204);
    const frames = await streamed;
    expect(frames.map(({ event }) => event)).not.toContain("error");
    expect(frames.at(-1)).toMatchObject({ event: "end", data: { status: "interrupted" } });
    const { values } = await calls.get(`/threads/${threadId}/state`);
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", error: null, values });
    expect((values as { steps: number[] }).steps).not.toHaveLength(6);
    const last = frames.findLast(({ event }) => event === "values")?.data;
    expect(await calls.get(`/threads/${threadId}/runs/${runId}/join`)).toEqual(last);
  });

  it.each(["0", "false", "no"])("is not waited for with wait=%s", async (wait) => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, SLOW);
    expect((await calls.cancel(threadId, runId, `?wait=${wait}`)).status).toBe(202);
    await calls.get(`/threads/${threadId}/runs/${runId}/join`);
  });

  it("notes that its input was taken", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, SLOW);
    expect((await calls.cancel(threadId, runId, "?reason=taken&action=rollback")).status).toBe(422);
    await calls.cancel(threadId, runId, "?wait=1&reason=taken");
    const run = await calls.get(`/threads/${threadId}/runs/${runId}`);
    expect(run["cancel_reason"]).toMatch(/^taken: /);
  });
});
