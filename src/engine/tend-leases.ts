import type { Take } from "./claim-run.ts";
import type { RunningRun } from "./execution.ts";
import type { RunQueue } from "./queue.ts";

const MOST_ATTEMPTS = 3;
/** The part of a lease for which others get their leases back, after a time in which nobody could. */
const PATIENCE = 0.25;

type LeaseDeps = {
  queue: RunQueue;
  running: ReadonlyMap<string, RunningRun>;
  leaseMs: number;
  freeSlots(): number;
  execute: Take;
};

/** Keeps what this worker holds, and takes over what others have lost. */
export function createLeaseTender({ queue, running, leaseMs, freeSlots, execute }: LeaseDeps) {
  let isOverdue = false;
  let troubledAt = Number.NEGATIVE_INFINITY;

  /** Prolongs the leases; stops what was cancelled meanwhile, and what another worker has by now. */
  async function renew(): Promise<void> {
    const held = [...running.values()];
    const sentAt = performance.now();
    const known = await queue.renew(held.map(({ run }) => ({ runId: run.runId, fence: run.fence })));
    for (const execution of held) {
      const renewed = known.get(execution.run.runId);
      if (renewed === undefined) execution.stop("claim-lost");
      else if (renewed.prolonged) execution.renewed(sentAt);
      if (renewed?.cancelled === true) execution.stop("cancelled");
    }
  }
  /** Runs of workers that are gone: closed when cancelled or tried too often, else executed again here. */
  async function takeOver(): Promise<void> {
    if (performance.now() - troubledAt < leaseMs * PATIENCE) return;
    const free = freeSlots();
    const more = await queue.claimLapsed(Math.max(0, free), [...running.keys()], (run) => {
      execute(run);
      if (run.attempt > MOST_ATTEMPTS) running.get(run.runId)?.stop("exhausted");
    });
    isOverdue = more;
  }

  return {
    takeOver,
    /** Some runs still wait to be taken over: they come before what is new. */
    isOverdue: () => isOverdue,
    /** In this order: what is executed here has its lease again before anybody looks for lapsed ones. */
    async beat(): Promise<void> {
      try {
        await renew();
        await takeOver();
      } catch (error) {
        troubledAt = performance.now();
        throw error;
      }
    },
  };
}
