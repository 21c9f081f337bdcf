import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import { toPassingFailure } from "../db/passing.ts";

type PatienceDeps = {
  db: Database;
  /** Whether there is still something to wait for. */
  isWanted(): boolean;
  /** Called when waiting begins and every few seconds of it. `isFirst`: it begins. */
  onWaiting(why: "away" | "full", error: unknown, isFirst: boolean): void;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const LONGEST_WAIT_MS = 600_000;

/**
 * The same database, to which a statement is sent again while it is away or its disk is full: the run that needs it
 * waits at that place and loses nothing. Whoever uses it must bear that a statement was done although its answer was
 * lost.
 */
export function createPatientDatabase({ db, isWanted, onWaiting }: PatienceDeps): Database {
  async function endure<T>(work: () => Promise<T>): Promise<T> {
    let pause = FIRST_PAUSE_MS;
    for (let waited = 0; ; waited += pause, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (error) {
        const why = toPassingFailure(error);
        if (why === null || !isWanted() || waited > LONGEST_WAIT_MS) throw error;
        onWaiting(why, error, waited === 0);
      }
      await sleep(pause);
    }
  }
  return {
    ...db,
    run: (tenantId, text, values) => endure(() => db.run(tenantId, text, values)),
    system: (text, values) => endure(() => db.system(text, values)),
    transaction: (tenantId, work) => endure(() => db.transaction(tenantId, work)),
  };
}
