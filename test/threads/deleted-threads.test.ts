import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, buildTokens, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

describe("a thread that is deleted", { timeout: 60_000 }, () => {
  let db: Database;
  let service: TestService;

  beforeAll(async () => {
    db = await openTestDatabase();
    service = await startTestService(db, toCatalogue({ steps: buildSteps(3), tokens: buildTokens(400, 1) }));
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it("takes with it runs that are created at the same moment", async () => {
    const { client } = service;
    for (let round = 0; round < 25; round++) {
      const { thread_id: threadId } = await client.threads.create();
      // The first is executed, so that the others wait in the queue.
      await client.runs.create(threadId, "steps", { input: { pause_ms: 50 } });
      const creating = Array.from({ length: 6 }, () =>
        client.runs.create(threadId, "steps", { input: { pause_ms: 0 } }),
      );
      await sleep(Math.random() * 8);
      await Promise.allSettled([...creating, client.threads.delete(threadId)]);
    }
    const orphans = await db.run(
      LOCAL_TENANT_ID,
      "select run_id from runs r where not exists (select 1 from threads t where t.thread_id = r.thread_id)",
    );
    expect(orphans).toEqual([]);
  });

  it("takes with it what a worker stores at the same moment, and answers at once", async () => {
    const { client } = service;
    const hello = { messages: [{ type: "human", content: "hello" }] };
    for (let round = 0; round < 30; round++) {
      const { thread_id: threadId } = await client.threads.create();
      await client.runs.create(threadId, "tokens", { input: hello });
      await sleep(50 + Math.random() * 120);
      await client.threads.delete(threadId);
    }
    await sleep(200);
    const left = await db.run(
      LOCAL_TENANT_ID,
      "select distinct thread_id from thread_events e where not exists (select 1 from threads t where t.thread_id = e.thread_id)",
    );
    expect(left).toEqual([]);
  });
});
