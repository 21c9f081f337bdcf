import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createServerDatabase, openTestDatabase, SERVER_URL } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService } from "../support/service.ts";
import { until } from "../support/until.ts";

const graphs = toCatalogue({ steps: buildSteps(10) });

type RunRow = { status: string; attempt: number };
const readRuns = (db: Database): Promise<RunRow[]> =>
  db.run<RunRow>(LOCAL_TENANT_ID, "select status, attempt from runs order by created_at");

describe.runIf(SERVER_URL !== undefined)("leases", { timeout: 60_000 }, () => {
  it("of all runs are prolonged though somebody holds one run's row", async () => {
    const { url, drop } = await createServerDatabase(SERVER_URL ?? "");
    const db = await openDatabase({ url, folder: "" });
    const service = await startTestService(db, graphs, { leaseMs: 2_000 });
    const otherDb = await openDatabase({ url, folder: "" });
    const other = await startTestService(otherDb, graphs, { leaseMs: 2_000 });
    const ids = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { thread_id: threadId } = await service.client.threads.create();
        return (await service.client.runs.create(threadId, "steps", { input: { pause_ms: 700 } })).run_id;
      }),
    );
    await sleep(200);
    const somebody = postgres(url, { max: 1, onnotice: () => {} });
    await somebody.unsafe("begin");
    await somebody.unsafe(`select 1 from runs where run_id = '${ids[0] ?? ""}' for update`);
    await sleep(5_000);
    const [kept] = await db.run<{ number: number }>(
      LOCAL_TENANT_ID,
      "select count(*) as number from runs where attempt = 1 and (lease_until > now() or run_id = $1)",
      [ids[0]],
    );
    expect(kept?.number).toBe(ids.length);
    await somebody.unsafe("rollback");
    await somebody.end();
    for (const each of [other, service]) await each.close();
    for (const each of [otherDb, db]) await each.close();
    await drop();
  });
});

describe("a worker that drains", () => {
  it("gives back a run that was being created when it began", async () => {
    const db = await openTestDatabase();
    const answered = Promise.withResolvers<void>();
    const slow: Database = {
      ...db,
      async run(tenantId, text, values) {
        const rows = await db.run<never>(tenantId, text, values);
        if (text.includes("insert into runs")) await answered.promise;
        return rows;
      },
    };
    const service = await startTestService(slow, graphs);
    const { thread_id: threadId } = await service.client.threads.create();
    const creating = service.client.runs.create(threadId, "steps", { input: { pause_ms: 50 } });
    await until(async () => (await readRuns(db))[0]?.status === "running", "the run to be created");
    const draining = service.protocol.worker.drain(2_000);
    await sleep(100);
    answered.resolve();
    await draining;
    // The process may end now.
    expect(await readRuns(db)).toMatchObject([{ status: "pending" }]);
    await creating;
    await service.close();
    await db.close();
  });
});

it("a run that was cancelled while it was given back is not executed again", async () => {
  const db = await openTestDatabase();
  const doomed = await startTestService(db, graphs);
  const { thread_id: threadId } = await doomed.client.threads.create();
  await doomed.client.runs.create(threadId, "steps", { input: { pause_ms: 100 } });
  await sleep(250);
  await doomed.protocol.worker.drain(2_000);
  // As by another process between the last step and the hand-over.
  await db.run(LOCAL_TENANT_ID, "update runs set cancel_action = 'interrupt', cancel_reason = 'api'");
  const steps = "select count(*) as kept from checkpoints";
  const before = await db.run(LOCAL_TENANT_ID, steps);
  const heir = await startTestService(db, graphs);
  await until(async () => (await readRuns(db))[0]?.status === "interrupted", "the run's end");
  expect(await db.run(LOCAL_TENANT_ID, steps)).toEqual(before);
  await heir.close();
  await doomed.close();
  await db.close();
});
