import type { Database } from "../db/database.ts";
import type { ClaimedRun, RunExecutor } from "../runs/claimed-run.ts";
import { startExecution, type ExecuteDeps, type RunningRun } from "./execute-run.ts";
import { createRunQueue } from "./queue.ts";

const MOST_ATTEMPTS = 3;
const POLL_MS = 1_000;

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
  onEnd?(run: ClaimedRun, end: { kind: string; status?: string }): void;
};

export function createWorker(deps: WorkerDeps): Worker {
  const { db, name, concurrency, leaseMs } = deps;
  const queue = createRunQueue({ db, worker: name, leaseMs });
  const running = new Map<string, RunningRun>();
  let reserved = 0;
  let draining = false;
  let claiming: Promise<void> | null = null;
  let claimAgain = false;
  const timers: NodeJS.Timeout[] = [];
  const stopListening: (() => Promise<void>)[] = [];

  function execute(run: ClaimedRun): void {
    const execution = startExecution({ ...deps, release: queue.release }, run);
    running.set(run.runId, execution);
    void execution.done.then((end) => {
      if (running.get(run.runId) === execution) running.delete(run.runId);
      deps.onEnd?.(run, end);
      wake();
    });
  }

  async function claim(): Promise<void> {
    do {
      claimAgain = false;
      const free = concurrency - running.size - reserved;
      if (draining || free <= 0) return;
      for (const run of await queue.claimDue(free)) execute(run);
    } while (claimAgain);
  }
  function wake(): void {
    if (draining) return;
    claimAgain = true;
    claiming ??= claim()
      .catch((error: unknown) => deps.onTrouble(null, error))
      .finally(() => (claiming = null));
  }

  async function renew(): Promise<void> {
    const held = [...running.values()];
    const known = await queue.renew(held.map(({ run }) => ({ runId: run.runId, fence: run.fence })));
    for (const execution of held) {
      const renewed = known.get(execution.run.runId);
      if (renewed?.cancelled === true) execution.stop("cancelled");
      if (renewed === undefined && running.get(execution.run.runId) === execution) execution.stop("claim-lost");
    }
  }

  /** Runs of workers that are gone: closed when cancelled or tried too often, else executed again here. */
  async function takeOver(): Promise<void> {
    const free = concurrency - running.size - reserved;
    if (draining || free <= 0) return;
    for (const run of await queue.claimLapsed(free)) {
      execute(run);
      if (run.cancelled) running.get(run.runId)?.stop("cancelled");
      if (run.attempt > MOST_ATTEMPTS) running.get(run.runId)?.stop("exhausted");
    }
  }

  function every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      work()
        .catch((error: unknown) => deps.onTrouble(null, error))
        .finally(() => (busy = false));
    }, ms);
    timer.unref();
    timers.push(timer);
  }

  return {
    reserveSlot() {
      if (draining || running.size + reserved >= concurrency) return null;
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
    wake,
    cancel: (runId) => running.get(runId)?.stop("cancelled"),
    async start() {
      if (db.kind === "embedded") await db.system("select released from rf_release_leases()");
      stopListening.push(await db.listen("rf_runs", wake));
      stopListening.push(await db.listen("rf_cancel", (runId) => running.get(runId)?.stop("cancelled")));
      every(leaseMs / 4, renew);
      every(leaseMs / 4, takeOver);
      every(POLL_MS, async () => wake());
      await takeOver();
      wake();
    },
    async drain(graceMs) {
      draining = true;
      for (const stop of stopListening) await stop();
      await claiming;
      const left = [...running.values()];
      for (const execution of left) execution.drain();
      const patience = setTimeout(() => left.forEach((execution) => execution.stop("draining")), graceMs);
      await Promise.all(left.map(({ done }) => done));
      clearTimeout(patience);
      timers.forEach(clearInterval);
    },
  };
}
