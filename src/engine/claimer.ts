import { setTimeout as sleep } from "node:timers/promises";
import type { Take } from "./claim-run.ts";
import type { RunQueue } from "./queue.ts";

type ClaimerDeps = {
  queue: RunQueue;
  freeSlots(): number;
  execute: Take;
  /** What comes before new runs. */
  first(): Promise<void>;
  trouble(error: unknown): void;
};

const PAUSE_MS = 10;

/** Claims whenever it is woken; a wake that comes meanwhile is not lost. */
export function createClaimer({ queue, freeSlots, execute, first, trouble }: ClaimerDeps) {
  let claiming: Promise<void> | null = null;
  let again = false;
  /**
   * There may be more to claim than there was room for: the next free slot is to be used at once, and by none who comes
   * later. It stays so while a claim is under way.
   */
  let short = false;
  let missed = false;

  async function claim(): Promise<void> {
    do {
      again = false;
      if (freeSlots() > 0) await first();
      const free = freeSlots();
      if (free <= 0) {
        short = true;
        return;
      }
      missed = false;
      const { claimed, more } = await queue.claimDue(free, execute);
      short = more || missed;
      if (!more || freeSlots() <= 0) continue;
      // Others were faster with what was seen, and there is more.
      again = true;
      if (claimed === 0) await sleep(PAUSE_MS);
    } while (again);
  }
  function wake(): void {
    again = true;
    if (claiming !== null) return;
    claiming = claim()
      .catch(trouble)
      .finally(() => {
        claiming = null;
        if (again) wake();
      });
  }

  return {
    wake,
    isShortOfSlots: () => short,
    miss(): void {
      short = true;
      missed = true;
    },
    settled: async (): Promise<void> => {
      await claiming;
    },
  };
}
