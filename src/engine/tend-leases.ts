import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { RunningRun } from "./execute-run.ts";
import type { RunQueue } from "./queue.ts";

const MOST_ATTEMPTS = 3;

type LeaseDeps = {
  queue: RunQueue;
  running: ReadonlyMap<string, RunningRun>;
  freeSlots(): number;
  execute(run: ClaimedRun): void;
};

/** Keeps what this worker holds, and takes over what others have lost. */
export function createLeaseTender({ queue, running, freeSlots, execute }: LeaseDeps) {
  return {
    /** Prolongs the leases; stops what was cancelled meanwhile, and what another worker has by now. */
    async renew(): Promise<void> {
      const held = [...running.values()];
      const known = await queue.renew(held.map(({ run }) => ({ runId: run.runId, fence: run.fence })));
      for (const execution of held) {
        const renewed = known.get(execution.run.runId);
        if (renewed?.cancelled === true) execution.stop("cancelled");
        if (renewed === undefined && running.get(execution.run.runId) === execution)
          execution.stop("claim-lost");
      }
    },
    /** Runs of workers that are gone: closed when cancelled or tried too often, else executed again here. */
    async takeOver(): Promise<void> {
      const free = freeSlots();
      if (free <= 0) return;
      await queue.claimLapsed(free, (run) => {
        execute(run);
        if (run.cancelled) running.get(run.runId)?.stop("cancelled");
        if (run.attempt > MOST_ATTEMPTS) running.get(run.runId)?.stop("exhausted");
      });
    },
  };
}
