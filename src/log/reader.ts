import type { Database } from "../db/database.ts";
import type { ThreadRow } from "./event-row.ts";
import { follow } from "./follow.ts";
import type { Hub } from "./hub.ts";
import { readRunRows } from "./read-rows.ts";

export type RunAddress = { tenantId: string; threadId: string; runId: string };

/**
 * Follows one run's rows from its first to its `end`, in order, each once, whichever process executes it: as they are
 * produced, else from Postgres. Yields what is ready together. Ends without an `end` row only when the run ended before
 * a worker claimed it, or is gone.
 */
export type FollowRun = (address: RunAddress, signal?: AbortSignal) => AsyncGenerator<readonly ThreadRow[]>;

export function createFollowRun({ db, hub }: { db: Database; hub: Hub }): FollowRun {
  return async function* followRun(address, signal) {
    const read = (after: number) => readRunRows(db, address, after);
    for await (const rows of follow({ watch: hub.watch(address), read }, 0, signal)) {
      yield rows;
      if (rows.at(-1)?.mode === "end") return;
    }
  };
}
