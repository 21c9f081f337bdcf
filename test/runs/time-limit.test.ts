import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";
import { createCalls } from "./support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

/** A node that heeds no signal and never ends. */
function buildDeaf() {
  return new StateGraph(new StateSchema({ done: z.boolean().default(false) }))
    .addNode("hang", () => new Promise<never>(() => {}))
    .addEdge(START, "hang")
    .addEdge("hang", END)
    .compile();
}

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = toCatalogue({ steps: buildSteps(10), deaf: buildDeaf() });
  service = await startTestService(db, graphs, { settings: { runTimeoutMs: 3_000 } });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const SLOW = { assistant_id: "steps", input: { pause_ms: 200 } };

async function expectTimeout(threadId: string, runId: string): Promise<void> {
  expect(await calls.get(`/threads/${threadId}/runs/${runId}/join`)).toMatchObject({
    __error__: { error: "RunTimeout" },
  });
  expect(await calls.get(`/threads/${threadId}/runs/${runId}`)).toMatchObject({ status: "timeout" });
  expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
    status: "error",
    error: { error: "RunTimeout" },
  });
}

describe("a run whose time is up", () => {
  it.each(["steps", "deaf"])("ends, and its stream says so: %s", async (assistant) => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, { ...SLOW, assistant_id: assistant, timeout: 0.5 });
    const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
    const frames = await readFrames(url, { lastEventId: "-1" });
    expect(frames.slice(-2)).toMatchObject([
      { event: "error", data: { error: "RunTimeout" } },
      { event: "end", data: { run_id: runId, status: "timeout" } },
    ]);
    await expectTimeout(threadId, runId);
  });

  it("keeps what it reached, and the next run goes on from there", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, { ...SLOW, timeout: 0.5 });
    await expectTimeout(threadId, runId);
    const { values } = await calls.get(`/threads/${threadId}`);
    expect((values as { steps: number[] }).steps.length).toBeGreaterThan(0);
    const output = await calls.wait(threadId, { assistant_id: "steps", input: { pause_ms: 0 } });
    expect((output["steps"] as number[]).slice(-10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", error: null });
  });
});

it("the service's own limit holds for runs that ask for none or for more", async () => {
  for (const timeout of [undefined, 60]) {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, { assistant_id: "deaf", input: {}, timeout });
    await expectTimeout(threadId, runId);
  }
});

it("counts from the first start, whichever worker has the run", async () => {
  const threadId = await calls.createThread();
  const runId = await calls.createRun(threadId, { ...SLOW, timeout: 30, after_seconds: 1 });
  const age = "update runs set started_at = now() - interval '1 minute' where run_id = $1";
  await db.run(LOCAL_TENANT_ID, age, [runId]);
  await expectTimeout(threadId, runId);
});

it("waiting does not count", async () => {
  const threadId = await calls.createThread();
  const body = { assistant_id: "steps", input: { pause_ms: 0 }, after_seconds: 4, timeout: 3 };
  expect((await calls.wait(threadId, body))["steps"]).toHaveLength(10);
});

it.each([0, -1, "soon"])("%s seconds are refused", async (timeout) => {
  expect((await calls.post("/runs", { ...SLOW, timeout })).status).toBe(422);
});
