import { createFeed, type Feed } from "./feed.ts";

export type LiveRun = { feed: Feed; firstSeq: number; resumed: boolean };

/** Live feeds of the runs that this process executes, and the door bell for everybody who waits for news of a run. */
export type Hub = {
  /** `firstSeq` is where this attempt begins; when the run is resumed, its earlier rows are in Postgres only. */
  open(runId: string, begin: { firstSeq: number; resumed: boolean }): Feed;
  find(runId: string): LiveRun | undefined;
  /** Takes the feed down a while after its end: those who hold it may finish, others find the rows in Postgres. */
  retire(runId: string, feed: Feed): void;
  /** Call before looking for news; resolves when there may be some, at the latest after a second. */
  news(key: string): { arrived: Promise<void>; forget(): void };
  /** `key` is the id of a run or of a thread. */
  ring(key: string): void;
};

const LONGEST_WAIT_MS = 1_000;
const RETIRED_FOR_MS = 5_000;

export function createHub(): Hub {
  const feeds = new Map<string, LiveRun>();
  const bells = new Map<string, Set<() => void>>();

  function ring(key: string): void {
    for (const wake of bells.get(key) ?? []) wake();
  }

  return {
    ring,
    find: (runId) => feeds.get(runId),
    open(runId, begin) {
      const feed = createFeed();
      feeds.set(runId, { feed, ...begin });
      ring(runId);
      return feed;
    },
    retire(runId, feed) {
      setTimeout(() => {
        if (feeds.get(runId)?.feed === feed) feeds.delete(runId);
      }, RETIRED_FOR_MS).unref();
    },
    news(key) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wakers = bells.get(key) ?? new Set();
      bells.set(key, wakers.add(resolve));
      const timer = setTimeout(resolve, LONGEST_WAIT_MS);
      return {
        arrived: promise,
        forget() {
          clearTimeout(timer);
          wakers.delete(resolve);
          if (wakers.size === 0 && bells.get(key) === wakers) bells.delete(key);
        },
      };
    },
  };
}
