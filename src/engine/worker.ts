import type { Signals } from "../bus/signals.ts";
import type { Database } from "../db/database.ts";
import type { ClaimedRun, RunExecutor } from "../runs/claimed-run.ts";
import { createClaimer } from "./claimer.ts";
import { drainRuns } from "./drain.ts";
import { startExecution } from "./execute-run.ts";
import type { ExecuteDeps, RunEnd, RunningRun } from "./execution.ts";
import { createRunQueue } from "./queue.ts";
import { repeat } from "./repeat.ts";
import { createSlots } from "./slots.ts";
import { createLeaseTender } from "./tend-leases.ts";

const POLL_MS = 1_000;
const SWEEP_MS = 30_000;

export type Worker = RunExecutor & {
  /** Begins to claim runs. */
  start(): Promise<void>;
  /**
   * Stops claiming, lets running graphs stop at a step boundary and gives their runs back. What has not come to one
   * after `graceMs` is broken off, model calls included, and goes on elsewhere from its last checkpoint.
   */
  drain(graceMs: number): Promise<void>;
  load(): { running: number; slots: number };
};

type WorkerDeps = Omit<ExecuteDeps, "release"> & {
  db: Database;
  signals: Signals;
  /** Unique name of this worker. */
  name: string;
  concurrency: number;
  /** Runs of one tenant that all workers together execute at once; null is no limit. */
  tenantConcurrency: number | null;
  leaseMs: number;
  /** Removes what has outlived its time. */
  sweep(): Promise<unknown>;
  onEnd?(run: ClaimedRun, end: { kind: string; status?: string }, seconds: number): void;
};

/** Executes up to `concurrency` runs at once, claimed from the queue or handed over by the verb that created them. */
export function createWorker(deps: WorkerDeps): Worker {
  const { db, signals, name, concurrency, tenantConcurrency: tenantLimit, leaseMs } = deps;
  const queue = createRunQueue({ db, worker: name, leaseMs, tenantLimit });
  const running = new Map<string, RunningRun>();
  const trouble = (error: unknown): void => deps.onTrouble(null, error);
  const stops: (() => void)[] = [];
  const slots = createSlots(concurrency, () => running.size);
  const cancelHere = (runId: string): void => running.get(runId)?.stop("cancelled");
  async function release(run: ClaimedRun): Promise<void> {
    await queue.release(run);
    signals.tell("rf_runs", "");
  }
  function execute(run: ClaimedRun & { cancelled?: boolean }): void {
    running.get(run.runId)?.stop("claim-lost");
    const begun = performance.now();
    const execution = startExecution({ ...deps, release }, run);
    running.set(run.runId, execution);
    if (run.cancelled === true) execution.stop("cancelled");
    else if (slots.isClosed()) execution.drain();
    void execution.done.then((end) => {
      if (running.get(run.runId) === execution) running.delete(run.runId);
      deps.onEnd?.(run, end, (performance.now() - begun) / 1_000);
      makeRoom(end);
    });
  }
  const tender = createLeaseTender({ queue, running, leaseMs, freeSlots: slots.free, execute });
  const first = async (): Promise<void> => (tender.isOverdue() ? tender.takeOver() : undefined);
  const claimer = createClaimer({ queue, freeSlots: slots.free, execute, first, trouble });
  /** A run that has ended may have held up another: of its thread, of its tenant, or any when the slots were taken. */
  function makeRoom(end: RunEnd): void {
    if (slots.isClosed() && end.kind === "finished" && end.more) signals.tell("rf_runs", "");
    const mayHaveHeldUp = end.kind !== "finished" || end.more || tenantLimit !== null;
    if (mayHaveHeldUp || claimer.isShortOfSlots() || tender.isOverdue()) claimer.wake();
  }

  return {
    load: () => ({ running: running.size, slots: concurrency }),
    reserveSlot() {
      // Those who wait in the queue come first.
      if (claimer.isShortOfSlots() || slots.free() <= 0) {
        claimer.miss();
        return null;
      }
      slots.reserve();
      return { worker: name, leaseMs, tenantLimit };
    },
    releaseSlot: slots.release,
    execute(run) {
      slots.release();
      execute(run);
    },
    wake() {
      claimer.wake();
      signals.tell("rf_runs", "");
    },
    cancel(runId) {
      cancelHere(runId);
      signals.tell("rf_cancel", runId);
    },
    async start() {
      if (db.kind === "embedded") await db.system("select released from rf_release_leases()");
      // It leaves all runs to others.
      if (concurrency === 0) return;
      await signals.hear("rf_runs", { onSignal: claimer.wake, onGap: claimer.wake });
      await signals.hear("rf_cancel", {
        onSignal: cancelHere,
        onGap: () => void tender.beat().catch(trouble),
      });
      stops.push(...toBeats({ leaseMs, beat: tender.beat, wake: claimer.wake, sweep: deps.sweep, trouble }));
      await tender.beat();
      claimer.wake();
    },
    async drain(graceMs) {
      slots.close();
      await claimer.settled();
      await drainRuns({ running, reserved: slots.reserved, release }, graceMs);
      stops.forEach((stop) => stop());
    },
  };
}

type BeatDeps = Pick<WorkerDeps, "leaseMs" | "sweep"> & {
  beat(): Promise<void>;
  wake(): void;
  trouble(error: unknown): void;
};

/** What a worker does again and again; each answer ends one of them. */
function toBeats({ leaseMs, beat, wake, sweep, trouble }: BeatDeps): (() => void)[] {
  return [
    repeat(Math.min(POLL_MS, leaseMs / 8), beat, trouble),
    repeat(POLL_MS, async () => wake(), trouble),
    repeat(SWEEP_MS, sweep, trouble),
  ];
}
