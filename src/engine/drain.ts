import { setTimeout as sleep } from "node:timers/promises";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { RunningRun } from "./execution.ts";

const LOOK_MS = 20;
/** For a graph that does not heed the signal. */
const LAST_GRACE_MS = 2_000;

type DrainDeps = {
  running: ReadonlyMap<string, RunningRun>;
  /** Runs that are being created to be executed here. */
  reserved(): number;
  release(run: ClaimedRun): Promise<void>;
};

/**
 * Lets what runs come to a step boundary, where it is given back. After the grace it is broken off, model calls
 * included; what does not even heed that is given back under its nose, and whatever it writes is refused.
 */
export async function drainRuns({ running, reserved, release }: DrainDeps, graceMs: number): Promise<void> {
  for (const execution of running.values()) execution.drain();
  const patience = setTimeout(() => running.forEach((execution) => execution.stop("draining")), graceMs);
  const end = performance.now() + graceMs + LAST_GRACE_MS;
  // A run that was being created when this began is executed all the same, and given back at its first boundary.
  while (running.size + reserved() > 0 && performance.now() < end) {
    await Promise.race([...[...running.values()].map(({ done }) => done), sleep(LOOK_MS)]);
  }
  clearTimeout(patience);
  for (const execution of running.values()) {
    execution.stop("claim-lost");
    await release(execution.run);
  }
}
