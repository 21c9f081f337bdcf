import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

describe.runIf(SERVER_URL !== undefined)("the database restarts in the middle of a run", () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    db = await openDatabase({ url, folder: "" });
    service = await startTestService(db, toCatalogue({ steps: buildSteps(10) }), { leaseMs: 2_000 });
  });
  afterAll(async () => {
    await service.close();
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

  it(
    "and every run still ends, with each step done once, and the thread free",
    { timeout: 60_000 },
    async () => {
      const { client } = service;
      for (const moment of [60, 150, 333]) {
        const { thread_id: threadId } = await client.threads.create();
        const { run_id: runId } = await client.runs.create(threadId, "steps", { input: { pause_ms: 50 } });
        await sleep(moment);
        await endConnections();
        await expect
          .poll(async () => (await client.runs.get(threadId, runId)).status, { timeout: 15_000 })
          .toBe("success");
        const state = await client.threads.getState<{ steps: number[] }>(threadId);
        expect(state.values.steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect((await client.threads.get(threadId)).status).toBe("idle");
      }
    },
  );
});
