import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

describe("the status of a thread", { timeout: 120_000 }, () => {
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    db = await openTestDatabase();
    service = await startTestService(db, toCatalogue({ steps: buildSteps(1) }));
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it("says what its runs say, when one ends while another that waits is cancelled", async () => {
    const { client } = service;
    async function play(): Promise<void> {
      const { thread_id: threadId } = await client.threads.create();
      const running = await client.runs.create(threadId, "steps", { input: { pause_ms: 60 } });
      const waiting = await client.runs.create(threadId, "steps", {
        input: { pause_ms: 0 },
        afterSeconds: 600,
      });
      await sleep(40 + Math.random() * 40);
      await Promise.allSettled([
        client.runs.cancel(threadId, waiting.run_id),
        client.runs.join(threadId, running.run_id),
      ]);
    }
    for (let round = 0; round < 40; round++) await Promise.all(Array.from({ length: 5 }, play));
    await sleep(200);
    const busy = await db.run(
      LOCAL_TENANT_ID,
      `select thread_id from threads t where status = 'busy' and not exists (
         select 1 from runs r where r.thread_id = t.thread_id and r.status in ('pending', 'running')
       )`,
    );
    expect(busy).toEqual([]);
  });
});
