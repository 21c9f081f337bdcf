import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { ThreadTtlDefault, TtlStrategy } from "../domain/thread.ts";
import type { KeepOptions } from "./checkpointer/checkpoint-queries.ts";

/** Threads that lived for one run, in one go. */
const MOST_AT_ONCE = 200;
const SWEEP_MINUTES = 5;
const MOST_EXPIRED = 1_000;
/** Threads on which runs ended since the last sweep. */
const MOST_NOTED = 10_000;

type SweepDeps = {
  db: Database;
  clock: Clock;
  threadTtl: Pick<ThreadTtlDefault, "sweepIntervalMinutes" | "sweepLimit"> | null;
  /** How many checkpoints of its root a thread keeps; null keeps all. */
  keepCheckpoints: number | null;
  /** Shortens the log of a thread; null keeps all of it. */
  trimLog: ((tenantId: string, threadId: string) => Promise<number>) | null;
  removeThread(tenantId: string, threadId: string, options?: { expired: boolean }): Promise<unknown>;
  keepLatest(tenantId: string, threadId: string, options: KeepOptions): Promise<boolean>;
};
type Address = { tenantId: string; threadId: string };
type Row = { tenant_id: string; thread_id: string };

export type ThreadSweeper = {
  /** A run has ended on the thread, whose history and log may be too long now. */
  note(address: Address): void;
  /** Answers how many threads it deleted or shortened. */
  sweep(): Promise<number>;
};

/**
 * Deletes threads that lived for one run, some time after it: until then its stream can be joined. Sees to threads whose
 * time is over, and to histories and logs that have grown too long. Any number of processes may sweep at once.
 */
export function createThreadSweeper(deps: SweepDeps): ThreadSweeper {
  const { clock, threadTtl, keepCheckpoints, trimLog } = deps;
  const intervalMs = (threadTtl?.sweepIntervalMinutes ?? SWEEP_MINUTES) * 60_000;
  const noted = new Map<string, Address>();
  let expiredAt = 0;

  async function trim(): Promise<number> {
    let trimmed = 0;
    for (const [key, { tenantId, threadId }] of noted) {
      noted.delete(key);
      if (trimLog !== null && (await trimLog(tenantId, threadId)) > 0) trimmed += 1;
      if (keepCheckpoints === null) continue;
      const options = { keep: keepCheckpoints, slack: Math.floor(keepCheckpoints / 10) };
      if (await deps.keepLatest(tenantId, threadId, options)) trimmed += 1;
    }
    return trimmed;
  }

  return {
    note({ tenantId, threadId }) {
      noted.set(`${tenantId} ${threadId}`, { tenantId, threadId });
      const [oldest] = noted.keys();
      if (noted.size > MOST_NOTED && oldest !== undefined) noted.delete(oldest);
    },
    async sweep() {
      const swept = (await sweepTemporary(deps)) + (await trim());
      const now = clock.now().getTime();
      if (now - expiredAt < intervalMs) return swept;
      expiredAt = now;
      return swept + (await sweepExpired(deps, threadTtl?.sweepLimit ?? MOST_EXPIRED));
    },
  };
}

async function sweepTemporary({ db, removeThread }: SweepDeps): Promise<number> {
  const over = await db.system<Row>("select tenant_id, thread_id from rf_expired_threads($1)", [
    MOST_AT_ONCE,
  ]);
  for (const { tenant_id, thread_id } of over) await removeThread(tenant_id, thread_id);
  return over.length;
}

async function sweepExpired(deps: SweepDeps, limit: number): Promise<number> {
  const expired = await deps.db.system<Row>("select tenant_id, thread_id from rf_lapsed_threads($1)", [
    limit,
  ]);
  for (const { tenant_id: tenantId, thread_id: threadId } of expired) {
    const [thread] = await deps.db.run<{ ttl_strategy: TtlStrategy | null }>(
      tenantId,
      "select ttl_strategy from threads where tenant_id = $1 and thread_id = $2",
      [tenantId, threadId],
    );
    if (thread?.ttl_strategy === "keep_latest")
      await deps.keepLatest(tenantId, threadId, { keep: 1, expired: true });
    else if (thread !== undefined) await deps.removeThread(tenantId, threadId, { expired: true });
  }
  return expired.length;
}
