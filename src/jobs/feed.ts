import type { Feed } from "./jobs.ts";

const MOST_AT_ONCE = 500;

type FeedDeps<Found> = {
  everyMs: number;
  find(limit: number): Promise<Found[]>;
  send(found: Found[]): Promise<void>;
  onTrouble(error: unknown): void;
};

export type RunningFeed = Feed & { start(): void; stop(): Promise<void> };

/** Looks every so often and when woken, never twice at once; a wake that comes meanwhile is not lost. */
export function createFeed<Found>({ everyMs, find, send, onTrouble }: FeedDeps<Found>): RunningFeed {
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let again = false;
  let inTrouble = false;

  async function look(): Promise<void> {
    do {
      again = false;
      const found = await find(MOST_AT_ONCE);
      if (found.length > 0) await send(found);
    } while (again);
    inTrouble = false;
  }
  function wake(): void {
    if (timer === null) return;
    again = true;
    looking ??= look()
      .catch((error: unknown) => {
        // Said once: a database that is away stays away for many looks.
        if (!inTrouble) onTrouble(error);
        inTrouble = true;
      })
      .finally(() => {
        looking = null;
        if (again) wake();
      });
  }

  return {
    wake,
    start() {
      timer = setInterval(wake, everyMs);
      timer.unref();
      wake();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      again = false;
      await looking;
    },
  };
}
