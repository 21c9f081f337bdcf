import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { createClaimRun, type RunAddress } from "../../src/engine/claim-run.ts";
import { createRunQueue, type RunQueue } from "../../src/engine/queue.ts";
import type { ClaimedRun } from "../../src/runs/claimed-run.ts";
import { openTestDatabase } from "../support/database.ts";

let db: Database;
let tenants: string[];

beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  for (const tenantId of tenants ?? []) {
    await db.run(tenantId, "delete from runs");
    await db.run(tenantId, "delete from threads");
  }
  tenants = [newId(), newId(), newId()];
});
afterAll(() => db.close());

/** Runs that wait, one a minute, the last of them a minute ago. */
async function addRuns(
  tenantId: string,
  threadId: string,
  count: number,
  minutesAgo = count,
): Promise<string[]> {
  await db.run(
    tenantId,
    "insert into threads (tenant_id, thread_id, next_seq) values ($1, $2, 1) on conflict do nothing",
    [tenantId, threadId],
  );
  const runIds = Array.from({ length: count }, () => newId());
  await db.run(
    tenantId,
    `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, kwargs, due_at)
     select $1, given.run_id, $2, $2, 'none', '{}', now() - ($4::int - given.place) * interval '1 minute'
     from unnest($3::uuid[]) with ordinality as given (run_id, place)`,
    [tenantId, threadId, runIds, minutesAgo + 1],
  );
  return runIds;
}
const addThreads = (tenantId: string, count: number): Promise<string[][]> =>
  Promise.all(Array.from({ length: count }, () => addRuns(tenantId, newId(), 1, 60)));

function createQueue(worker: string, tenantLimit: number | null = null): RunQueue {
  return createRunQueue({ db, worker, leaseMs: 60_000, tenantLimit });
}
async function claim(queue: RunQueue, limit: number): Promise<ClaimedRun[]> {
  const claimed: ClaimedRun[] = [];
  await queue.claimDue(limit, (run) => claimed.push(run));
  return claimed;
}
async function countRunning(tenantId: string): Promise<number> {
  const [row] = await db.run<{ number: number }>(
    tenantId,
    "select count(*) as number from runs where status = 'running'",
  );
  return row?.number ?? 0;
}
const toShares = (runs: readonly ClaimedRun[]): number[] =>
  tenants.map((tenantId) => runs.filter((run) => run.tenantId === tenantId).length);

describe("the run queue", () => {
  it("serves the tenants in turn, however long one has waited with how many runs", async () => {
    const [first = "", second = "", third = ""] = tenants;
    await addThreads(first, 40);
    await addRuns(second, newId(), 1);
    await addRuns(second, newId(), 1);
    await addRuns(third, newId(), 1);
    const queue = createQueue("one");
    expect(toShares(await claim(queue, 3))).toEqual([1, 1, 1]);
    // What runs already counts.
    expect(toShares(await claim(queue, 2))).toEqual([1, 1, 0]);
    expect(toShares(await claim(queue, 4))).toEqual([4, 0, 0]);
  });

  it("keeps a thread's order, and one run of it at a time", async () => {
    const [tenantId = ""] = tenants;
    const thread = newId();
    const [oldest, next] = await addRuns(tenantId, thread, 20);
    const [other] = await addRuns(tenantId, newId(), 1);
    const queue = createQueue("one");
    const claimed = await claim(queue, 10);
    expect(new Set(claimed.map(({ runId }) => runId))).toEqual(new Set([oldest, other]));
    expect(await claim(queue, 10)).toEqual([]);
    await db.run(tenantId, "update runs set status = 'success' where run_id = $1", [oldest]);
    expect((await claim(queue, 10)).map(({ runId }) => runId)).toEqual([next]);
  });

  it("says whether there is more than there was room for", async () => {
    const [tenantId = ""] = tenants;
    await addThreads(tenantId, 3);
    const queue = createQueue("one");
    expect(await queue.claimDue(2, () => {})).toEqual({ claimed: 2, more: true });
    expect(await queue.claimDue(2, () => {})).toEqual({ claimed: 1, more: false });
  });

  it("comes to every tenant though more of them wait than it looks at in one go", async () => {
    const many = Array.from({ length: 150 }, () => newId());
    tenants = many;
    for (const tenantId of many) await addRuns(tenantId, newId(), 1);
    const queue = createQueue("one");
    const seen = new Set<string>();
    for (let round = 0; round < 20 && seen.size < many.length; round++) {
      for (const { tenantId } of await claim(queue, 20)) seen.add(tenantId);
    }
    expect(seen.size).toBe(many.length);
  });

  it("executes no more of a tenant's runs at once than it may, with any number of workers", async () => {
    const [limited = "", other = ""] = tenants;
    await addThreads(limited, 20);
    await addThreads(other, 2);
    const queues = ["one", "two", "three", "four"].map((worker) => createQueue(worker, 3));
    const claimed = (await Promise.all(queues.map((queue) => claim(queue, 10)))).flat();
    // Two that meet at the same place both come again; what is left over is claimed the next time.
    while (toShares(claimed)[0] !== 3) claimed.push(...(await claim(queues[0] ?? createQueue("one", 3), 10)));
    expect(toShares(claimed)).toEqual([3, 2, 0]);
    expect(await countRunning(limited)).toBe(3);
    expect((await Promise.all(queues.map((queue) => claim(queue, 10)))).flat()).toEqual([]);

    const [done, released] = claimed.filter(({ tenantId }) => tenantId === limited);
    await db.run(limited, "update runs set status = 'success' where run_id = $1", [done?.runId]);
    if (released !== undefined) await queues[0]?.release(released);
    expect((await Promise.all(queues.map((queue) => claim(queue, 1)))).flat().length).toBeGreaterThan(0);
    expect(await countRunning(limited)).toBeLessThanOrEqual(3);
  });

  it("comes to a tenant behind many of whom none can be served", async () => {
    const many = Array.from({ length: 100 }, () => newId());
    const [last = ""] = many.slice(-1);
    tenants = many;
    for (const tenantId of many) {
      const threadId = newId();
      const [running] = await addRuns(tenantId, threadId, 2);
      if (tenantId === last) continue;
      await db.run(tenantId, "update runs set status = 'running' where run_id = $1", [running]);
    }
    const queue = createQueue("one");
    const served = [...(await claim(queue, 5)), ...(await claim(queue, 5)), ...(await claim(queue, 5))];
    expect(served.map(({ tenantId }) => tenantId)).toEqual([last]);
  });

  it("gives a tenant's places only once, though many claim at the same moment", async () => {
    const [tenantId = ""] = tenants;
    await addThreads(tenantId, 30);
    const addresses = await db.run<RunAddress>(tenantId, "select tenant_id, thread_id, run_id from runs");
    const claimRun = createClaimRun({ db, worker: "one", leaseMs: 60_000, tenantLimit: 4 });
    const claimed = await Promise.all(addresses.map((address) => claimRun(address, "pending")));
    const taken = claimed.filter((run) => run !== undefined).length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(4);
    expect(await countRunning(tenantId)).toBe(taken);
  });

  it("prolongs a lease that has begun to run down, and tells of those that are lost or cancelled", async () => {
    const [tenantId = ""] = tenants;
    await addThreads(tenantId, 3);
    const queue = createQueue("one");
    const [kept, lost, cancelled] = await claim(queue, 3);
    const readLease = async (): Promise<unknown> =>
      (await db.run(tenantId, "select lease_until from runs where run_id = $1", [kept?.runId]))[0];
    const held = [kept, lost, cancelled].map((run) => ({ runId: run?.runId ?? "", fence: run?.fence ?? 0 }));
    const fresh = await readLease();
    expect((await queue.renew(held)).get(kept?.runId ?? "")).toEqual({ cancelled: false, prolonged: true });
    expect(await readLease()).toEqual(fresh);

    await db.run(tenantId, "update runs set lease_until = now() + interval '20 seconds'");
    await db.run(tenantId, "update runs set fence = fence + 1 where run_id = $1", [lost?.runId]);
    await db.run(tenantId, "update runs set cancel_action = 'interrupt' where run_id = $1", [
      cancelled?.runId,
    ]);
    const known = await queue.renew(held);
    expect(known.get(kept?.runId ?? "")).toEqual({ cancelled: false, prolonged: true });
    expect(known.get(lost?.runId ?? "")).toBeUndefined();
    expect(known.get(cancelled?.runId ?? "")).toEqual({ cancelled: true, prolonged: true });
    const [left] = await db.run<{ enough: boolean }>(
      tenantId,
      "select lease_until > now() + interval '50 seconds' as enough from runs where run_id = $1",
      [kept?.runId],
    );
    expect(left?.enough).toBe(true);
  });
});
