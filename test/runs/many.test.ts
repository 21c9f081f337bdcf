import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls } from "./support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ steps: buildSteps(4) }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

type Listed = { run_id: string; thread_id: string; status: string; kwargs: Record<string, unknown> };
const LATER = { assistant_id: "steps", input: {}, after_seconds: 60 };
const toRuns = (text: string): Listed[] => JSON.parse(text) as Listed[];
const statusOf = async (threadId: string, runId: string) =>
  (await calls.get(`/threads/${threadId}/runs/${runId}`))["status"];

describe("POST /runs/batch", () => {
  it("creates runs in order, each on a thread of its own, and takes camelCase items", async () => {
    const { status, text } = await calls.post("/runs/batch", [
      { assistant_id: "steps", input: { pause_ms: 1 }, onCompletion: "keep", streamMode: ["updates"] },
      { assistant_id: "steps", input: { pause_ms: 2 }, on_completion: "keep", streamSubgraphs: true },
      { assistant_id: "steps", input: { pause_ms: 3 }, onCompletion: "keep", multitaskStrategy: null },
    ]);
    expect(status).toBe(200);
    const runs = toRuns(text);
    expect(runs.map(({ kwargs }) => kwargs["input"])).toEqual([
      { pause_ms: 1 },
      { pause_ms: 2 },
      { pause_ms: 3 },
    ]);
    expect(runs.map(({ kwargs }) => [kwargs["stream_mode"], kwargs["subgraphs"]])).toEqual([
      [["updates"], false],
      [["values"], true],
      [["values"], false],
    ]);
    expect(new Set(runs.map(({ thread_id }) => thread_id)).size).toBe(3);
    for (const { thread_id, run_id } of runs) {
      expect(await calls.get(`/threads/${thread_id}/runs/${run_id}/join`)).toMatchObject({
        steps: [0, 1, 2, 3],
      });
    }
  });

  it.each([
    ["no runs", [], 422],
    ["what is no list", {}, 422],
    ["an unknown assistant among them", [LATER, { assistant_id: "missing" }], 404],
    ["a wrong item among them", [LATER, { ...LATER, stream_mode: "tokens" }], 422],
  ])("creates none of %s", async (_, body, status) => {
    const count = "select count(*) as runs from runs";
    const tenantId = "00000000-0000-7000-8000-000000000001";
    const before = await db.run(tenantId, count);
    expect((await calls.post("/runs/batch", body)).status).toBe(status);
    expect(await db.run(tenantId, count)).toEqual(before);
  });
});

describe("POST /runs/cancel", () => {
  it("cancels runs of a thread by their ids", async () => {
    const threadId = await calls.createThread();
    const [first, second, third] = [
      await calls.createRun(threadId, LATER),
      await calls.createRun(threadId, LATER),
      await calls.createRun(threadId, LATER),
    ];
    const body = { thread_id: threadId, run_ids: [first, second] };
    expect((await calls.post("/runs/cancel", body)).status).toBe(204);
    expect(await statusOf(threadId, first ?? "")).toBe("interrupted");
    expect(await statusOf(threadId, second ?? "")).toBe("interrupted");
    expect(await statusOf(threadId, third ?? "")).toBe("pending");
    expect((await calls.post("/runs/cancel", body)).status).toBe(404);
    expect((await calls.post("/runs/cancel?action=rollback", { ...body, run_ids: [third] })).status).toBe(
      204,
    );
    expect((await calls.call("GET", `/threads/${threadId}/runs/${third}`)).status).toBe(404);
  });

  it("cancels all with a status, on every thread", async () => {
    const threads = await Promise.all(Array.from({ length: 3 }, () => calls.createThread()));
    const runs = await Promise.all(threads.map((threadId) => calls.createRun(threadId, LATER)));
    expect((await calls.post("/runs/cancel", { status: "pending" })).status).toBe(204);
    for (const [index, threadId] of threads.entries()) {
      expect(await statusOf(threadId, runs[index] ?? "")).toBe("interrupted");
      expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle" });
    }
    expect((await calls.post("/runs/cancel", { status: "all" })).status).toBe(404);
  });

  it("stops what runs", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, { assistant_id: "steps", input: { pause_ms: 2_000 } });
    await expect.poll(() => statusOf(threadId, runId), { timeout: 10_000 }).toBe("running");
    expect((await calls.post("/runs/cancel", { status: "running" })).status).toBe(204);
    await calls.get(`/threads/${threadId}/runs/${runId}/join`);
    expect(await statusOf(threadId, runId)).toBe("interrupted");
  });

  it.each([
    ["nothing", {}],
    ["ids without a thread", { run_ids: [crypto.randomUUID()] }],
    ["both forms", { status: "all", thread_id: crypto.randomUUID(), run_ids: [crypto.randomUUID()] }],
    ["an unknown status", { status: "success" }],
    ["an id that is none", { thread_id: "a", run_ids: ["b"] }],
  ])("refuses %s", async (_, body) => {
    expect((await calls.post("/runs/cancel", body)).status).toBe(422);
  });
});
