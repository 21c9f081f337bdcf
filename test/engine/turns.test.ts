import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

const CLIENTS = 12;
const RUNS_EACH = 6;

describe("more clients than slots", { timeout: 120_000 }, () => {
  let db: Database;
  let service: TestService;
  beforeAll(async () => {
    db = await openTestDatabase();
    service = await startTestService(db, toCatalogue({ steps: buildSteps(1) }), {
      settings: { concurrency: 2 },
    });
  });
  afterAll(async () => {
    await service.close();
    await db.close();
  });

  it("nobody who comes later goes first", async () => {
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        for (let run = 0; run < RUNS_EACH; run++)
          await service.client.runs.wait(null, "steps", { input: {} });
      }),
    );
    const runs = await db.run<{ created: number; started: number }>(
      LOCAL_TENANT_ID,
      `select extract(epoch from created_at)::float8 as created, extract(epoch from started_at)::float8 as started
       from runs order by created_at`,
    );
    expect(runs).toHaveLength(CLIENTS * RUNS_EACH);
    const overtakings = runs.map(
      (run, place) => runs.slice(place + 1).filter(({ started }) => started < run.started).length,
    );
    // Two that are created, or claimed, at the same moment may change places.
    expect(Math.max(...overtakings)).toBeLessThan(CLIENTS);
  });
});
