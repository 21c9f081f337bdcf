import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createCheckpointQueries } from "../../src/engine/checkpointer/checkpoint-queries.ts";
import { createThreadSweeper } from "../../src/engine/sweep-threads.ts";
import { createTrimLog } from "../../src/engine/trim-log.ts";
import { removeThread } from "../../src/threads/delete-thread.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";

const MINUTE = 60_000;
const threadTtl = {
  strategy: "keep_latest" as const,
  defaultTtlMinutes: 120,
  sweepIntervalMinutes: 10,
  sweepLimit: 2,
};
let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = toCatalogue({ echo: buildEcho(), steps: buildSteps(4) });
  service = await startTestService(db, graphs, { settings: { threadTtl } });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

/** A sweeper whose clock stands still until it is told the time. */
function createSweeper(keepCheckpoints: number | null = null, keepLogBytes: number | null = null) {
  let now = Date.parse("2026-11-20T09:00:00Z");
  const sweeper = createThreadSweeper({
    db,
    clock: { now: () => new Date(now) },
    threadTtl,
    keepCheckpoints,
    trimLog: keepLogBytes === null ? null : createTrimLog({ db, keepBytes: keepLogBytes }),
    removeThread: (tenantId, threadId, options) => removeThread(db, tenantId, threadId, options),
    keepLatest: createCheckpointQueries({ db }).keepLatest,
  });
  return { ...sweeper, pass: (minutes: number) => void (now += minutes * MINUTE) };
}

async function age(threadId: string, minutes: number): Promise<void> {
  await db.run(
    LOCAL_TENANT_ID,
    `update threads set updated_at = updated_at - $2::float8 * interval '1 minute' where thread_id = $1`,
    [threadId, minutes],
  );
}

async function talk(threadId: string, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
}

const status = async (threadId: string) => (await calls.call("GET", `/threads/${threadId}`)).status;
const countHistory = async (threadId: string): Promise<number> =>
  (JSON.parse((await calls.post(`/threads/${threadId}/history`, { limit: 1000 })).text) as []).length;

describe("what the configuration says of threads without a time to live", () => {
  it("holds for those that are created and those that a run creates", async () => {
    const created = await calls.createThread();
    const implicit = crypto.randomUUID();
    await calls.wait(implicit, { assistant_id: "echo", input: HELLO, if_not_exists: "create" });
    const kept = await calls.post("/runs/wait", {
      assistant_id: "echo",
      input: HELLO,
      on_completion: "keep",
    });
    const ofRun = (kept.headers.get("content-location") ?? "").split("/").at(-1);
    const [row] = await db.run<{ thread_id: string }>(
      LOCAL_TENANT_ID,
      "select thread_id from runs where run_id = $1::uuid",
      [ofRun],
    );
    for (const threadId of [created, implicit, row?.thread_id ?? ""]) {
      expect((await calls.get(`/threads/${threadId}?include=ttl`))["ttl"]).toMatchObject({
        strategy: "keep_latest",
        ttl_minutes: 120,
      });
    }
    const own = await calls.createThread({ ttl: { ttl: 5, strategy: "delete" } });
    expect((await calls.get(`/threads/${own}?include=ttl`))["ttl"]).toMatchObject({ strategy: "delete" });
  });
});

describe("a thread whose time is over", () => {
  it("is deleted, or keeps its latest checkpoint until it has been used and is over again", async () => {
    const [gone, kept, young] = [
      await calls.createThread({ ttl: { ttl: 60, strategy: "delete" } }),
      await calls.createThread({ ttl: { ttl: 60, strategy: "keep_latest" } }),
      await calls.createThread({ ttl: { ttl: 60, strategy: "delete" } }),
    ];
    for (const threadId of [gone, kept, young]) await talk(threadId, 2);
    for (const threadId of [gone, kept]) await age(threadId, 61);
    const sweeper = createSweeper();
    expect(await sweeper.sweep()).toBe(2);
    expect([await status(gone), await status(kept), await status(young)]).toEqual([404, 200, 200]);
    expect([await countHistory(kept), await countHistory(young)]).toEqual([1, 6]);
    sweeper.pass(10);
    expect(await sweeper.sweep()).toBe(0);
    await talk(kept, 1);
    expect(await countHistory(kept)).toBe(4);
    await age(kept, 61);
    // `pruned_at` lies after the aged time: as if the thread had been pruned before it was used.
    await db.run(
      LOCAL_TENANT_ID,
      "update threads set pruned_at = updated_at - interval '1 day' where thread_id = $1",
      [kept],
    );
    expect(await sweeper.sweep()).toBe(0);
    sweeper.pass(10);
    expect(await sweeper.sweep()).toBe(1);
    expect(await countHistory(kept)).toBe(1);
    await calls.call("DELETE", `/threads/${kept}`);
  });

  it("is left alone under a run", async () => {
    const threadId = await calls.createThread({ ttl: 1 });
    const runId = await calls.createRun(threadId, { assistant_id: "steps", input: { pause_ms: 200 } });
    await age(threadId, 5);
    expect(await createSweeper().sweep()).toBe(0);
    expect(await removeThread(db, LOCAL_TENANT_ID, threadId, { expired: true })).toBe(false);
    await calls.call("GET", `/threads/${threadId}/runs/${runId}/join`);
    expect(await status(threadId)).toBe(200);
  });

  it("waits for the next sweep when there are many", async () => {
    const ids = await Promise.all(
      [1, 2, 3].map(() => calls.createThread({ ttl: { ttl: 1, strategy: "delete" } })),
    );
    for (const id of ids) await age(id, 5);
    const sweeper = createSweeper();
    expect(await sweeper.sweep()).toBe(2);
    sweeper.pass(10);
    expect(await sweeper.sweep()).toBe(1);
  });
});

describe("a history that has grown too long", () => {
  it("is cut when a run has ended on it", async () => {
    const threadId = await calls.createThread({ ttl: 1_000 });
    await talk(threadId, 4);
    expect(await countHistory(threadId)).toBe(12);
    const sweeper = createSweeper(5);
    await sweeper.sweep();
    expect(await countHistory(threadId)).toBe(12);
    sweeper.note({ tenantId: LOCAL_TENANT_ID, threadId });
    expect(await sweeper.sweep()).toBe(1);
    expect(await countHistory(threadId)).toBe(5);
    const { messages } = await calls.wait(threadId, { assistant_id: "echo", input: { messages: [] } });
    expect(messages).toHaveLength(6);
  });
});

describe("a log that has grown too large", () => {
  const countEvents = async (threadId: string): Promise<Record<string, number>> => {
    const rows = await db.run<{ run_id: string; count: number }>(
      LOCAL_TENANT_ID,
      "select run_id, count(*) as count from thread_events where thread_id = $1::uuid group by run_id order by min(seq)",
      [threadId],
    );
    return Object.fromEntries(rows.map(({ run_id, count }) => [run_id, count]));
  };

  it("loses its oldest runs, never the last two; their streams still end", async () => {
    const threadId = await calls.createThread({ ttl: 1_000 });
    await talk(threadId, 5);
    const before = Object.keys(await countEvents(threadId));
    const sweeper = createSweeper(null, 1);
    sweeper.note({ tenantId: LOCAL_TENANT_ID, threadId });
    expect(await sweeper.sweep()).toBe(1);
    expect(Object.keys(await countEvents(threadId))).toEqual(before.slice(-2));
    const oldest = await calls.call("GET", `/threads/${threadId}/runs/${before[0]}/stream`, undefined, {
      "last-event-id": "-1",
    });
    expect(oldest.text).toContain("event: metadata");
    expect(oldest.text).toMatch(/event: end\ndata: \{"run_id":"[^"]+","status":"success"\}/);
    const newest = await calls.call("GET", `/threads/${threadId}/runs/${before.at(-1)}/stream`, undefined, {
      "last-event-id": "-1",
    });
    expect(newest.text).toContain("You said: hello");
    const joined = await calls.call("GET", `/threads/${threadId}/runs/${before[0]}/join`);
    expect(joined.json["messages"]).toHaveLength(2);
    await talk(threadId, 1);
    expect(Object.keys(await countEvents(threadId)).slice(0, 2)).toEqual(before.slice(-2));
  });

  it("is whole while it is small enough", async () => {
    const threadId = await calls.createThread({ ttl: 1_000 });
    await talk(threadId, 3);
    const before = await countEvents(threadId);
    const sweeper = createSweeper(null, 1_000_000);
    sweeper.note({ tenantId: LOCAL_TENANT_ID, threadId });
    expect(await sweeper.sweep()).toBe(0);
    expect(await countEvents(threadId)).toEqual(before);
  });
});
