import type { Database } from "../db/database.ts";
import type { ThreadRow } from "./event-row.ts";
import { follow } from "./follow.ts";
import type { Hub } from "./hub.ts";
import { readThreadRows } from "./read-rows.ts";

export type LogAddress = { tenantId: string; threadId: string; after: number };

/**
 * Follows a thread's log over the ends of its runs: first the stored rows with `seq > after`, then what is produced, in
 * order, each once, whichever process executes the run. Yields what is ready together; ends with the signal.
 */
export type FollowLog = (address: LogAddress, signal: AbortSignal) => AsyncGenerator<readonly ThreadRow[]>;

export function createFollowLog({ db, hub }: { db: Database; hub: Hub }): FollowLog {
  return async function* followLog({ after, ...thread }, signal) {
    const read = (from: number) => readThreadRows(db, thread, from);
    yield* follow({ watch: hub.watch({ ...thread, runId: null }), read }, after, signal);
  };
}
