import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { RunningRun } from "./execution.ts";
import type { RunQueue } from "./queue.ts";

const MOST_ATTEMPTS = 3;

type LeaseDeps = {
  queue: RunQueue;
  running: ReadonlyMap<string, RunningRun>;
  freeSlots(): number;
  execute(run: ClaimedRun & { cancelled: boolean }): void;
};

/**
 * Keeps what this worker holds, then takes over what others have lost. In this order: what is executed here has its
 * lease again before anybody looks for lapsed ones.
 */
export function createLeaseTender({ queue, running, freeSlots, execute }: LeaseDeps): () => Promise<void> {
  /** Prolongs the leases; stops what was cancelled meanwhile, and what another worker has by now. */
  async function renew(): Promise<void> {
    const held = [...running.values()];
    const known = await queue.renew(held.map(({ run }) => ({ runId: run.runId, fence: run.fence })));
    for (const execution of held) {
      const renewed = known.get(execution.run.runId);
      if (renewed?.cancelled === true) execution.stop("cancelled");
      if (renewed === undefined) execution.stop("claim-lost");
    }
  }
  /** Runs of workers that are gone: closed when cancelled or tried too often, else executed again here. */
  async function takeOver(): Promise<void> {
    const free = freeSlots();
    if (free <= 0) return;
    await queue.claimLapsed(free, [...running.keys()], (run) => {
      execute(run);
      if (run.attempt > MOST_ATTEMPTS) running.get(run.runId)?.stop("exhausted");
    });
  }
  return async function tend() {
    await renew();
    await takeOver();
  };
}
