import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { createClaimProof, createProvenDatabase } from "../../src/engine/claim-proof.ts";
import type { ClaimedRun } from "../../src/runs/claimed-run.ts";
import { claimRun, takeOver } from "../log/support/processes.ts";
import { openTestDatabase } from "../support/database.ts";

const LEASE_MS = 600;

describe("a worker that stood still", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  async function claim() {
    const claimed = await claimRun(db);
    // Of a run the proof looks at its address and its fence.
    const run = claimed as ClaimedRun;
    const proof = createClaimProof({ db, leaseMs: LEASE_MS }, run);
    const work = (proven: Database) => proven.run(run.tenantId, "select 1 as one");
    return { claimed, proof, work: () => work(createProvenDatabase(db, proof)) };
  }

  it("goes on when nobody has taken its run, under a new lease", async () => {
    const { claimed, proof, work } = await claim();
    await db.run(claimed.tenantId, "update runs set lease_until = now() - interval '1 hour'");
    await sleep(LEASE_MS);
    expect(proof.stands()).toBe(false);
    expect(await work()).toEqual([{ one: 1 }]);
    expect(proof.stands()).toBe(true);
    const [run] = await db.run(
      claimed.tenantId,
      "select lease_until > now() - interval '1 minute' as prolonged from runs where run_id = $1",
      [claimed.runId],
    );
    expect(run).toEqual({ prolonged: true });
  });

  it("gets no further when another has its run", async () => {
    const { claimed, proof, work } = await claim();
    await takeOver(db, claimed);
    // As long as its lease runs nobody can have done that, so nobody asks.
    expect(await work()).toEqual([{ one: 1 }]);
    await sleep(LEASE_MS);
    await expect(work()).rejects.toMatchObject({ code: "claim_lost" });
    expect(proof.stands()).toBe(false);
  });
});
