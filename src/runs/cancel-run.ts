import type { Database } from "../db/database.ts";
import type { Hub } from "../log/hub.ts";
import type { RunExecutor } from "./claimed-run.ts";
import { markCancelled, type CancelRequest, type StoppedRun } from "./mark-cancelled.ts";

export type CancelRun = {
  /** Marks runs as cancelled and stops those that are executed. Answers how many were active. */
  (request: CancelRequest): Promise<number>;
  /** Stops runs that were marked in somebody else's transaction. */
  announce(stopped: readonly StoppedRun[]): Promise<void>;
};

type CancelDeps = { db: Database; hub: Hub; executor: RunExecutor };

/**
 * A pending run ends here; a running one is told to stop, by its own process at once, by others through a
 * notification and, failing that, with the next renewal of its lease.
 */
export function createCancelRun({ db, hub, executor }: CancelDeps): CancelRun {
  async function announce(stopped: readonly StoppedRun[]): Promise<void> {
    for (const { runId, running } of stopped) {
      if (!running) {
        hub.ring(runId);
        continue;
      }
      executor.cancel(runId);
      // Whoever does not hear of it is told with the next renewal of its lease.
      if (db.kind === "server") await db.notify("rf_cancel", runId).catch(() => undefined);
    }
    executor.wake();
  }

  async function cancelRun(request: CancelRequest): Promise<number> {
    const stopped = await markCancelled((text, values) => db.run(request.tenantId, text, values), request);
    await announce(stopped);
    return stopped.length;
  }
  return Object.assign(cancelRun, { announce });
}
