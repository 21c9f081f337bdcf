import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import type { ClaimedRun, RunExecutor } from "../runs/claimed-run.ts";
import { startExecution } from "./execute-run.ts";
import type { ExecuteDeps, RunningRun } from "./execution.ts";
import { createRunQueue, type RunQueue } from "./queue.ts";
import { repeat } from "./repeat.ts";
import { createLeaseTender } from "./tend-leases.ts";

const POLL_MS = 1_000;
const SWEEP_MS = 30_000;
const DRAIN_LOOK_MS = 20;

export type Worker = RunExecutor & {
  /** Begins to claim runs. */
  start(): Promise<void>;
  /** Stops claiming, lets running graphs stop at a step boundary, gives their runs back. */
  drain(graceMs: number): Promise<void>;
};

type WorkerDeps = Omit<ExecuteDeps, "release"> & {
  db: Database;
  /** Unique name of this worker. */
  name: string;
  concurrency: number;
  leaseMs: number;
  /** Removes what has outlived its time. */
  sweep(): Promise<unknown>;
  onEnd?(run: ClaimedRun, end: { kind: string; status?: string }): void;
};

/** Executes up to `concurrency` runs at once, claimed from the queue or handed over by the verb that created them. */
export function createWorker(deps: WorkerDeps): Worker {
  const { db, name, concurrency, leaseMs } = deps;
  const queue = createRunQueue({ db, worker: name, leaseMs });
  const running = new Map<string, RunningRun>();
  const trouble = (error: unknown): void => deps.onTrouble(null, error);
  let reserved = 0;
  let draining = false;
  const stops: (() => Promise<void> | void)[] = [];
  const freeSlots = (): number => (draining ? 0 : concurrency - running.size - reserved);

  function execute(run: ClaimedRun & { cancelled?: boolean }): void {
    running.get(run.runId)?.stop("claim-lost");
    const execution = startExecution({ ...deps, release: queue.release }, run);
    running.set(run.runId, execution);
    if (run.cancelled === true) execution.stop("cancelled");
    else if (draining) execution.drain();
    void execution.done.then((end) => {
      if (running.get(run.runId) === execution) running.delete(run.runId);
      deps.onEnd?.(run, end);
      if (end.kind !== "finished" || end.more || claimer.isShortOfSlots()) claimer.wake();
    });
  }
  const claimer = createClaimer({ queue, freeSlots, execute, trouble });
  const tend = createLeaseTender({ queue, running, freeSlots, execute });

  return {
    reserveSlot() {
      // Those who wait in the queue come first.
      if (claimer.isShortOfSlots() || freeSlots() <= 0) {
        claimer.miss();
        return null;
      }
      reserved += 1;
      return { worker: name, leaseMs };
    },
    releaseSlot() {
      reserved -= 1;
    },
    execute(run) {
      reserved -= 1;
      execute(run);
    },
    wake: claimer.wake,
    cancel: (runId) => running.get(runId)?.stop("cancelled"),
    async start() {
      if (db.kind === "embedded") await db.system("select released from rf_release_leases()");
      stops.push(await db.listen("rf_runs", claimer.wake));
      stops.push(await db.listen("rf_cancel", (runId) => running.get(runId)?.stop("cancelled")));
      stops.push(repeat(leaseMs / 4, tend, trouble));
      stops.push(repeat(POLL_MS, async () => claimer.wake(), trouble));
      stops.push(repeat(SWEEP_MS, deps.sweep, trouble));
      await tend();
      claimer.wake();
    },
    async drain(graceMs) {
      draining = true;
      await claimer.settled();
      for (const execution of running.values()) execution.drain();
      const patience = setTimeout(() => running.forEach((execution) => execution.stop("draining")), graceMs);
      // A run that was being created when this began is executed all the same, and given back at its first boundary.
      while (running.size + reserved > 0) {
        await Promise.race([...[...running.values()].map(({ done }) => done), sleep(DRAIN_LOOK_MS)]);
      }
      clearTimeout(patience);
      for (const stop of stops) await stop();
    },
  };
}

type ClaimerDeps = {
  queue: RunQueue;
  freeSlots(): number;
  execute(run: ClaimedRun & { cancelled: boolean }): void;
  trouble(error: unknown): void;
};

/** Claims whenever it is woken; a wake that comes meanwhile is not lost. */
function createClaimer({ queue, freeSlots, execute, trouble }: ClaimerDeps) {
  let claiming: Promise<void> | null = null;
  let again = false;
  /** There may be more to claim than there was room for: the next free slot is to be used at once. */
  let short = false;

  async function claim(): Promise<void> {
    do {
      again = false;
      const free = freeSlots();
      short = free <= 0;
      if (short) return;
      short = await queue.claimDue(free, execute);
    } while (again);
  }
  function wake(): void {
    again = true;
    if (claiming !== null) return;
    claiming = claim()
      .catch(trouble)
      .finally(() => {
        claiming = null;
        if (again) wake();
      });
  }

  return {
    wake,
    isShortOfSlots: () => short,
    miss(): void {
      short = true;
    },
    settled: async (): Promise<void> => {
      await claiming;
    },
  };
}
