import type { Database } from "../db/database.ts";
import type { Place } from "./place.ts";

type Watched = Pick<Place, "address" | "look">;

const MOST_AT_ONCE = 1_000;

/**
 * Looks for what nobody told: one question about all threads that somebody waits for, so that a thousand open streams
 * cost no more than one. Readers of a thread on which something has changed since look for themselves.
 */
export function createLookout({ db, onTrouble }: { db: Database; onTrouble(error: unknown): void }) {
  const versions = new WeakMap<Watched, string>();
  let busy = false;

  async function lookAt(places: readonly Watched[]): Promise<void> {
    const rows = await db.system<{ place: number; version: string }>(
      "select place, version from rf_thread_versions($1::uuid[], $2::uuid[])",
      [places.map(({ address }) => address.tenantId), places.map(({ address }) => address.threadId)],
    );
    for (const { place, version } of rows) {
      const watched = places[place - 1];
      if (watched === undefined || versions.get(watched) === version) continue;
      versions.set(watched, version);
      watched.look(null);
    }
  }

  return async function look(places: readonly Watched[]): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let first = 0; first < places.length; first += MOST_AT_ONCE)
        await lookAt(places.slice(first, first + MOST_AT_ONCE));
    } catch (error) {
      onTrouble(error);
    } finally {
      busy = false;
    }
  };
}
