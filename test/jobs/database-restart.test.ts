import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createJobs } from "../../src/jobs/create-jobs.ts";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";

describe.runIf(SERVER_URL !== undefined)("the database restarts", () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: Database;
  let jobs: Jobs;
  const done: number[] = [];

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    db = await openDatabase({ url, folder: "" });
    jobs = createJobs({ db, log: createLog({ level: "silent", destination: process.stderr }) });
    jobs.define("test.count", { payload: z.object({ number: z.number() }) }, async ({ payload }) =>
      done.push(payload.number),
    );
    jobs.start();
  });
  afterAll(async () => {
    await jobs.stop(1_000);
    await db.close();
    await drop();
  });

  /** What a restart does to its clients: every connection is ended. */
  async function endConnections(): Promise<void> {
    const admin = postgres(SERVER_URL ?? "", { max: 1 });
    const name = new URL(url).pathname.slice(1);
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    await admin.end();
  }

  it("and jobs go on, those that waited and those that come", { timeout: 60_000 }, async () => {
    for (const number of [1, 2, 3]) {
      const send = () =>
        jobs.send("test.count", { tenantId: null, payload: { number } }, { key: `${number}` });
      if (number > 1) await endConnections();
      await vi.waitUntil(() => send().catch(() => false), { timeout: 15_000, interval: 200 });
      await vi.waitUntil(() => done.includes(number), { timeout: 15_000, interval: 50 });
    }
    expect(done).toEqual([1, 2, 3]);
  });
});
