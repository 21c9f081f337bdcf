import type { Database } from "../db/database.ts";
import type { Hub } from "../log/hub.ts";
import type { RunExecutor } from "./claimed-run.ts";
import { markCancelled, type CancelRequest, type StoppedRun } from "./mark-cancelled.ts";

export type CancelRun = {
  /** Marks runs as cancelled and stops those that are executed. Answers how many were active. */
  (request: CancelRequest): Promise<number>;
  /** Stops runs that were marked in somebody else's transaction. */
  announce(thread: ThreadAddress, stopped: readonly StoppedRun[]): void;
};

type ThreadAddress = { tenantId: string; threadId: string };
type CancelDeps = { db: Database; hub: Hub; executor: RunExecutor };

/** A pending run ends here; a running one is told to stop, in whichever process it is executed. */
export function createCancelRun({ db, hub, executor }: CancelDeps): CancelRun {
  function announce({ tenantId, threadId }: ThreadAddress, stopped: readonly StoppedRun[]): void {
    for (const { runId, running } of stopped) {
      if (running) executor.cancel(runId);
      else hub.announce({ tenantId, threadId, runId });
    }
    if (stopped.length > 0) executor.wake();
  }

  async function cancelRun(request: CancelRequest): Promise<number> {
    const stopped = await markCancelled((text, values) => db.run(request.tenantId, text, values), request);
    announce(request, stopped);
    return stopped.length;
  }
  return Object.assign(cancelRun, { announce });
}
