import { setTimeout as sleep } from "node:timers/promises";
import type { Job as StoredJob, PgBoss } from "pg-boss";
import type { JobKind } from "./job-kinds.ts";

export type Pump = {
  /** There may be something to do. */
  wake(): void;
  start(): void;
  stop(graceMs: number): Promise<void>;
};

type PumpDeps = { boss: PgBoss; kind: JobKind; onTrouble(error: unknown): void };

/** Between two looks of an idle pump: it is told of new jobs, so these find what it was not told of. */
const POLL_MS = 10_000;

/**
 * Takes jobs of one kind from the queue, as many as there is room for, and does each by itself: one that takes long
 * holds up no other.
 */
export function createPump({ boss, kind, onTrouble }: PumpDeps): Pump {
  const { name, concurrency, timeoutSeconds, perform } = kind;
  const running = new Set<Promise<void>>();
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let taking: Promise<void> | null = null;
  let again = false;
  /** There may be more than there was room for. */
  let short = false;

  async function take(): Promise<void> {
    do {
      again = false;
      const free = concurrency - running.size;
      short = free <= 0;
      if (short) return;
      const jobs = await boss.fetch<unknown>(name, { batchSize: free });
      for (const job of jobs) begin(job);
      short = jobs.length === free;
    } while (again);
  }
  function begin(job: StoredJob<unknown>): void {
    const work = attempt(job)
      .catch(onTrouble)
      .finally(() => {
        running.delete(work);
        if (short) wake();
      });
    running.add(work);
  }
  async function attempt(job: StoredJob<unknown>): Promise<void> {
    const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(timeoutSeconds * 1_000)]);
    try {
      await Promise.race([perform({ data: job.data, signal }), untilAborted(signal)]);
    } catch (error) {
      await boss.fail(name, job, toStoredError(error));
      return;
    }
    await boss.complete(name, job);
  }
  function wake(): void {
    if (timer === null) return;
    again = true;
    taking ??= take()
      .catch(onTrouble)
      .finally(() => {
        taking = null;
        if (again && !short) wake();
      });
  }

  return {
    wake,
    start() {
      timer = setInterval(wake, POLL_MS);
      timer.unref();
      wake();
    },
    async stop(graceMs) {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await taking;
      const patience = new AbortController();
      const ended = Promise.all(running);
      await Promise.race([ended, sleep(graceMs, undefined, { signal: patience.signal })]);
      patience.abort();
      giveUp.abort(new Error("The process stops"));
      await ended;
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("Given up"));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

function toStoredError(error: unknown): { message: string } {
  return { message: error instanceof Error ? error.message : String(error) };
}
