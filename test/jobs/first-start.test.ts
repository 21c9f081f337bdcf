import { afterAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import { openEmbeddedDatabase } from "../../src/db/embedded/open.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openServerDatabase } from "../../src/db/server/open.ts";
import { newId } from "../../src/domain/ids.ts";
import { createJobs } from "../../src/jobs/create-jobs.ts";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";

const PATIENCE = { timeout: 15_000, interval: 20 };
const Greeting = z.object({ to: z.string() });
const log = createLog({ level: "silent", destination: process.stderr });
const begun: Jobs[] = [];
let remove: () => Promise<void> = async () => {};

/** Migrated, and without the tables of the queue. */
async function openFresh(): Promise<Database> {
  if (SERVER_URL === undefined) return openEmbeddedDatabase({ dataDir: null, migrate });
  const { url, drop } = await createServerDatabase(SERVER_URL);
  remove = drop;
  return openServerDatabase({ url, migrate });
}
const db = await openFresh();
afterAll(async () => {
  await Promise.all(begun.map((jobs) => jobs.stop(1_000)));
  await db.close();
  await remove();
});

describe("a job", () => {
  it("is done by one of two processes, which make the queue's tables at the same time", async () => {
    const ids = Array.from({ length: 20 }, () => newId());
    const done: string[] = [];
    const [sender, other] = [createJobs({ db, log }), createJobs({ db, log })];
    begun.push(sender, other);
    for (const jobs of [sender, other]) {
      jobs.define("test.shared", { payload: Greeting, concurrency: 3 }, async ({ payload }) => {
        done.push(payload.to);
      });
      jobs.start();
    }
    await Promise.all(
      ids.map((to) => sender.send("test.shared", { tenantId: null, payload: { to } }, { key: to })),
    );
    await vi.waitUntil(() => done.length >= ids.length, PATIENCE);
    expect(done.toSorted()).toEqual(ids.toSorted());
  });
});
