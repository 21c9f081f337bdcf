import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { isAppError } from "../domain/errors.ts";
import type { ThreadRow } from "./event-row.ts";
import type { Watch } from "./place.ts";
import type { Page } from "./read-rows.ts";

type FollowDeps = {
  watch: Watch;
  /** Stored rows behind a number. */
  read(after: number): Promise<Page>;
};

const LONGEST_OUTAGE_MS = 60_000;
const RETRY_MS = 500;

/**
 * Rows behind `after`, in order, each once: live ones as long as they follow each other without a gap, else stored
 * ones. A row that is neither shown nor stored yet is waited for. Ends when nothing will come, or with the signal.
 */
export async function* follow(
  { watch, read }: FollowDeps,
  after: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ThreadRow[]> {
  let cursor = after;
  /** What Postgres had been asked for when it had nothing more. */
  let asked = -1;
  try {
    while (signal?.aborted !== true) {
      const next = watch.next(cursor);
      if (next.kind === "rows") {
        cursor = next.rows.at(-1)?.seq ?? cursor;
        yield next.rows;
        // Rows that arrive within one turn of the event loop go out together.
        await nextTurn();
        continue;
      }
      if (next.kind === "current" || (next.kind === "nothing" && asked === watch.looks())) {
        await watch.news(signal);
        continue;
      }
      asked = watch.looks();
      const page = await readPatiently(read, cursor, signal);
      if (page === null || page.isOver) return;
      if (page.isFull) asked = -1;
      if (page.rows.length > 0) {
        cursor = page.rows.at(-1)?.seq ?? cursor;
        yield page.rows;
      } else if (next.kind === "behind") {
        if (cursor < next.begin - 1) cursor = next.begin - 1;
        else await watch.stored(signal);
      }
    }
  } finally {
    watch.close();
  }
}

/** A database that is away for a while costs a pause; null when the reader has left. */
async function readPatiently(
  read: FollowDeps["read"],
  after: number,
  signal: AbortSignal | undefined,
): Promise<Page | null> {
  const giveUpAt = performance.now() + LONGEST_OUTAGE_MS;
  while (signal?.aborted !== true) {
    try {
      return await read(after);
    } catch (error) {
      if (!isAppError(error, "unavailable") || performance.now() > giveUpAt) throw error;
      await sleep(RETRY_MS);
    }
  }
  return null;
}
