import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { createRedisUrl, REDIS_SERVER } from "../support/redis.ts";
import { spawnService, type SpawnedService, type SpawnOptions } from "../support/spawn-service.ts";
import { readFrames } from "../support/sse.ts";

const LEASE_MS = 2_000;
const WAYS = REDIS_SERVER === undefined ? ["Postgres"] : ["Postgres", "Redis"];

describe.runIf(SERVER_URL !== undefined)("two processes on one Postgres", () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: Database;
  const started: SpawnedService[] = [];

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    db = await openDatabase({ url, folder: "" });
  });
  afterEach(async () => {
    for (const service of started.splice(0)) {
      service.signal("SIGCONT");
      await service.end("SIGKILL");
    }
  });
  afterAll(async () => {
    await db.close();
    await drop();
  });

  async function start(options: SpawnOptions = {}): Promise<SpawnedService> {
    const service = await spawnService(url, LEASE_MS, options);
    started.push(service);
    return service;
  }
  type Stored = { seq: number; attempt: number; mode: string; data: string };
  const readLog = (threadId: string): Promise<Stored[]> =>
    db.run<Stored>(
      LOCAL_TENANT_ID,
      "select seq, attempt, mode, data from thread_events where thread_id = $1 order by seq",
      [threadId],
    );

  it("share the work, never run a run twice, never two of a thread at once", async () => {
    const [left, right] = await Promise.all([start(), start()]);
    const threads = await Promise.all(Array.from({ length: 6 }, () => left.client.threads.create()));
    const runs = await Promise.all(
      threads.flatMap(({ thread_id: threadId }) =>
        [left, right, left].map(async ({ client }) => ({
          threadId,
          runId: (await client.runs.create(threadId, "steps", { input: { pause_ms: 10 } })).run_id,
        })),
      ),
    );
    await Promise.all(runs.map(({ threadId, runId }) => right.client.runs.join(threadId, runId)));
    for (const { thread_id: threadId } of threads) {
      const state = await right.client.threads.getState<{ steps: number[] }>(threadId);
      expect(state.values.steps).toEqual(Array.from({ length: 30 }, (_, index) => index % 10));
      expect((await readLog(threadId)).every(({ attempt }) => attempt === 1)).toBe(true);
    }
    const rows = await db.run<{ attempt: number; fence: number }>(
      LOCAL_TENANT_ID,
      "select attempt, fence from runs",
    );
    expect(rows.every(({ attempt, fence }) => attempt === 1 && fence === 1)).toBe(true);
  });

  it.each(WAYS)("show a run's stream in the process that does not execute it, by way of %s", async (way) => {
    const options = way === "Redis" ? { redisUrl: createRedisUrl() } : {};
    const [left, right] = await Promise.all([start(options), start(options)]);
    const { thread_id: threadId } = await left.client.threads.create();
    const { run_id: runId } = await left.client.runs.create(threadId, "tokens", {
      input: { messages: [{ type: "human", content: "write" }] },
      streamMode: ["messages-tuple", "values"],
    });
    const path = `/threads/${threadId}/runs/${runId}/stream`;
    const [here, there] = await Promise.all(
      [left, right].map((service) => readFrames(`${service.url}${path}`, { lastEventId: "-1" })),
    );
    expect(here?.length).toBeGreaterThan(200);
    expect(there).toEqual(here);
  });

  it("cancel a run that the other one executes", async () => {
    const [left, right] = await Promise.all([start(), start()]);
    const { thread_id: threadId } = await left.client.threads.create();
    const { run_id: runId } = await left.client.runs.create(threadId, "steps", {
      input: { pause_ms: 1_000 },
    });
    await sleep(300);
    await right.client.runs.cancel(threadId, runId, true);
    expect((await left.client.runs.get(threadId, runId)).status).toBe("interrupted");
  });

  it("hand a run over at a step boundary when one of them is told to stop", async () => {
    const [left, right] = await Promise.all([start(), start()]);
    const { thread_id: threadId } = await left.client.threads.create();
    const { run_id: runId } = await left.client.runs.create(threadId, "steps", {
      input: { pause_ms: 150 },
      streamMode: ["updates"],
    });
    await sleep(400);
    await left.end("SIGTERM");
    await right.client.runs.join(threadId, runId);
    const frames = await readFrames(`${right.url}/threads/${threadId}/runs/${runId}/stream`, {
      lastEventId: "-1",
    });
    const updates = frames.filter(({ event }) => event === "updates").map(({ data }) => JSON.stringify(data));
    expect(updates).toEqual(Array.from({ length: 10 }, (_, index) => `{"step_${index}":{"steps":${index}}}`));
    expect(frames.at(-1)).toMatchObject({ event: "end", data: { status: "success" } });
  });

  it("lets a worker that was stopped past its lease write nothing", { timeout: 60_000 }, async () => {
    const stopped = await start();
    const { thread_id: threadId } = await stopped.client.threads.create();
    const { run_id: runId } = await stopped.client.runs.create(threadId, "steps", {
      input: { pause_ms: 100 },
      streamMode: ["updates"],
    });
    await sleep(350);
    stopped.signal("SIGSTOP");
    const heir = await start();
    await heir.client.runs.join(threadId, runId);
    const log = await readLog(threadId);
    const checkpoints = await db.run(
      LOCAL_TENANT_ID,
      "select count(*) from checkpoints where thread_id = $1",
      [threadId],
    );
    stopped.signal("SIGCONT");
    await sleep(2_500);
    expect(await readLog(threadId)).toEqual(log);
    expect(
      await db.run(LOCAL_TENANT_ID, "select count(*) from checkpoints where thread_id = $1", [threadId]),
    ).toEqual(checkpoints);
    const attempts = log.map(({ attempt }) => attempt);
    expect(attempts).toEqual(attempts.toSorted((left, right) => left - right));
    expect(new Set(attempts)).toEqual(new Set([1, 2]));
    const state = await heir.client.threads.getState<{ steps: number[] }>(threadId);
    expect(state.values.steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const run = await heir.client.runs.get(threadId, runId);
    expect(run.status).toBe("success");
  });
});
