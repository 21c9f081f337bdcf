import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createJobs } from "../../src/jobs/create-jobs.ts";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();
const log = createLog({ level: "silent", destination: process.stderr });
const begun: Jobs[] = [];
const PATIENCE = { timeout: 15_000, interval: 20 };
const Greeting = z.object({ to: z.string() });

function open(): Jobs {
  const jobs = createJobs({ db, log });
  begun.push(jobs);
  return jobs;
}
afterEach(async () => {
  await Promise.all(begun.splice(0).map((jobs) => jobs.stop(1_000)));
});
afterAll(() => db.close());

describe("a job", () => {
  it("is done with its tenant and its payload", async () => {
    const jobs = open();
    const done: unknown[] = [];
    jobs.define("test.greet", { payload: Greeting }, async ({ tenantId, payload }) => {
      done.push({ tenantId, payload });
    });
    jobs.start();
    expect(await jobs.send("test.greet", { tenantId: LOCAL_TENANT_ID, payload: { to: "Asha" } })).toBe(true);
    await vi.waitUntil(() => done.length > 0, PATIENCE);
    expect(done).toEqual([{ tenantId: LOCAL_TENANT_ID, payload: { to: "Asha" } }]);
  });

  it("waits until somebody works, also in another process", async () => {
    const sender = open();
    sender.define("test.later", { payload: Greeting }, async () => {});
    await sender.send("test.later", { tenantId: null, payload: { to: "Ravi" } });

    const worker = open();
    const done: unknown[] = [];
    worker.define("test.later", { payload: Greeting }, async ({ payload }) => done.push(payload));
    worker.start();
    await vi.waitUntil(() => done.length > 0, PATIENCE);
    expect(done).toEqual([{ to: "Ravi" }]);
  });

  it("is added once for a key while it waits, and again when it is over", async () => {
    const jobs = open();
    const done: unknown[] = [];
    jobs.define("test.keyed", { payload: Greeting }, async ({ payload }) => done.push(payload));
    const send = (to: string) => jobs.send("test.keyed", { tenantId: null, payload: { to } }, { key: "one" });
    expect(await send("first")).toBe(true);
    expect(await send("second")).toBe(false);
    jobs.start();
    await vi.waitUntil(() => done.length > 0, PATIENCE);
    await vi.waitUntil(() => send("third"), PATIENCE);
    await vi.waitUntil(() => done.length > 1, PATIENCE);
    expect(done).toEqual([{ to: "first" }, { to: "third" }]);
  });

  it("is tried again when it fails, as often as was asked for", async () => {
    const jobs = open();
    let attempts = 0;
    jobs.define("test.failing", { payload: Greeting }, async () => {
      attempts += 1;
      if (attempts === 1) throw new Error("not yet");
    });
    jobs.start();
    const retry = { limit: 2, delaySeconds: 1 };
    await jobs.send("test.failing", { tenantId: null, payload: { to: "x" } }, { retry });
    await vi.waitUntil(() => attempts === 2, { ...PATIENCE, timeout: 25_000 });
  });

  it("that is being done when the process stops may end", async () => {
    const jobs = open();
    const slow = Promise.withResolvers<void>();
    let ended = false;
    const begins = Promise.withResolvers<void>();
    jobs.define("test.slow", { payload: Greeting }, async () => {
      begins.resolve();
      await slow.promise;
      ended = true;
    });
    jobs.start();
    await jobs.send("test.slow", { tenantId: null, payload: { to: "x" } });
    await begins.promise;
    const stopped = jobs.stop(5_000);
    slow.resolve();
    await stopped;
    expect(ended).toBe(true);
  });

  it("that does not end is told to when patience is over", async () => {
    const jobs = open();
    const begins = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    jobs.define("test.endless", { payload: Greeting }, async ({ signal }) => {
      begins.resolve();
      signal.addEventListener("abort", () => told.resolve());
      await told.promise;
    });
    jobs.start();
    await jobs.send("test.endless", { tenantId: null, payload: { to: "x" } });
    await begins.promise;
    await jobs.stop(1_000);
    await told.promise;
  });
});

describe("a feed", () => {
  it("sends a job for each due thing, once while it waits, and looks when it is woken", async () => {
    const jobs = open();
    const due = new Set(["a", "b"]);
    const done: string[] = [];
    jobs.define("test.fed", { payload: Greeting }, async ({ payload }) => {
      done.push(payload.to);
      due.delete(payload.to);
    });
    const feed = jobs.feed("test.fed", {
      everyMs: 60_000,
      find: async () => [...due].map((to) => ({ tenantId: LOCAL_TENANT_ID, payload: { to }, key: to })),
    });
    jobs.start();
    await vi.waitUntil(() => done.length === 2, PATIENCE);
    due.add("c");
    feed.wake();
    await vi.waitUntil(() => done.length === 3, PATIENCE);
    expect(done).toEqual(["a", "b", "c"]);
  });

  it("goes on after a look that failed", async () => {
    const jobs = open();
    let looks = 0;
    const done: string[] = [];
    jobs.define("test.stubborn", { payload: Greeting }, async ({ payload }) => done.push(payload.to));
    jobs.feed("test.stubborn", {
      everyMs: 50,
      async find() {
        looks += 1;
        if (looks === 1) throw new Error("away");
        return looks === 2 ? [{ tenantId: null, payload: { to: "d" }, key: "d" }] : [];
      },
    });
    jobs.start();
    await vi.waitUntil(() => done.length === 1, PATIENCE);
  });
});

describe("the wall", () => {
  it("keeps the queue out of what tenants own, and the service out of the queue", async () => {
    const jobs = open();
    jobs.define("test.walled", { payload: Greeting }, async () => {});
    await jobs.send("test.walled", { tenantId: null, payload: { to: "x" } });
    const [job] = await db.jobs<{ role: string; waiting: number }>(
      "select current_user as role, (select count(*) from raptorflow_jobs.job where name = $1) as waiting",
      ["test.walled"],
    );
    expect(job).toEqual({ role: "raptorflow_jobs", waiting: 1 });
    await expect(db.jobs("select 1 from threads")).rejects.toMatchObject({ code: "42501" });
    await expect(db.jobs("select 1 from raptorflow_migrations.journal")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(db.run(LOCAL_TENANT_ID, "select 1 from raptorflow_jobs.job")).rejects.toMatchObject({
      code: "42501",
    });
    expect(await db.system("select current_user as role")).toEqual([{ role: "raptorflow_app" }]);
  });

  it("leaves no transaction open behind several statements of which one fails", async () => {
    await expect(db.jobs("begin; select 1 / 0; commit")).rejects.toMatchObject({ code: "22012" });
    expect(await db.jobs("begin; select 1 as one; commit")).toEqual([{ one: 1 }]);
  });
});
