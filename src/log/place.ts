import type { ThreadRow } from "./event-row.ts";
import { createEyes, untilDone, type Eye } from "./eyes.ts";
import type { Relay, ThreadAddress } from "./relay.ts";
import { createWindow, type Claim, type Next, type Window } from "./window.ts";

/** A reader's eye on the live end of a thread. */
export type Watch = {
  /** What comes after `seq`; "current" when that is nothing, for sure. */
  next(seq: number): Next | { kind: "current" };
  /** Grows whenever Postgres may hold something that nobody shows here. */
  looks(): number;
  /** Resolves when `next` or `looks` may answer something else. */
  news(signal: AbortSignal | undefined): Promise<void>;
  /** Resolves when what is known but not held here may have been stored. */
  stored(signal: AbortSignal | undefined): Promise<void>;
  close(): void;
};

/** Where the worker that executes a run shows its rows to everybody who reads them, before they are stored. */
export type LiveEnd = {
  show(row: ThreadRow): void;
  /** Rows up to this one are in Postgres. */
  stored(lastSeq: number): void;
  /** Nothing more comes from here, though the run may go on elsewhere. */
  close(): void;
};

type Held = { claim: Claim; isHeld(): boolean };

const KEPT_MS = 2_000;
/** Rows are stored within a fraction of it; somebody else's may be stored without a word. */
const LONGEST_STORING_MS = 100;

/** The live end of one thread in this process, and those who look at it. */
export type Place = ReturnType<typeof createPlace>;

export function createPlace(address: ThreadAddress, relay: Relay) {
  const window = createWindow();
  const eyes = createEyes();
  let held: Held | null = null;
  let usedAt = performance.now();
  let stopListening: (() => void) | null = null;

  function wake(runId: string): void {
    usedAt = performance.now();
    eyes.wake(runId);
  }
  /** Whether the run, or whatever runs on the thread, is executed here under a claim that is known to stand. */
  const isCurrent = (runId: string | null): boolean =>
    held !== null && held.isHeld() && window.isNewest(held.claim, runId);

  function listen(): void {
    stopListening ??= relay.listen(address, {
      onRows(claim, rows, last) {
        for (const row of rows) window.push(claim, row);
        window.skip(claim, last);
        wake(claim.runId);
      },
      onGap: () => eyes.look(null),
    });
  }

  return {
    address,
    look: eyes.look,
    /** For the run that is executed here under the claim. */
    open(claim: Claim, isHeld: () => boolean): LiveEnd {
      const own: Held = { claim, isHeld };
      held = own;
      window.skip(claim, claim.firstSeq - 1);
      wake(claim.runId);
      return createLiveEnd({ window, eyes, claim, wake: () => wake(claim.runId) }, () => {
        if (held === own) held = null;
      });
    },
    watch(runId: string | null): Watch {
      const eye = eyes.open(runId);
      return {
        next(seq) {
          const next = window.next(seq, runId);
          return next.kind === "nothing" && isCurrent(runId) ? { kind: "current" } : next;
        },
        looks: () => eye.looks,
        async news(signal) {
          eye.isBlind = !isCurrent(runId);
          if (eye.isBlind) listen();
          await untilDone((done) => (eye.wake = done), signal);
          eye.isBlind = false;
        },
        stored: (signal) => untilStored(eye, signal),
        close() {
          eyes.close(eye);
          if (eyes.size() > 0) return;
          stopListening?.();
          stopListening = null;
        },
      };
    },
    /** Somebody waits for what is not produced here. */
    isBlind: eyes.someBlind,
    /** Lets go of rows that nobody has wanted for a while; true when nothing is left. */
    rest(): boolean {
      if (held !== null || performance.now() - usedAt < KEPT_MS) return false;
      window.clear();
      return eyes.size() === 0;
    },
  };
}

async function untilStored(eye: Eye, signal: AbortSignal | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await untilDone((done) => {
    timer = setTimeout(done, LONGEST_STORING_MS);
    eye.wakeStored = done;
  }, signal);
  clearTimeout(timer);
}

type LiveEndDeps = {
  window: Window;
  eyes: ReturnType<typeof createEyes>;
  claim: Claim;
  wake(): void;
};

function createLiveEnd({ window, eyes, claim, wake }: LiveEndDeps, onClose: () => void): LiveEnd {
  return {
    show(row) {
      window.push(claim, row);
      wake();
    },
    stored(lastSeq) {
      window.skip(claim, lastSeq);
      wake();
      eyes.wakeStored(claim.runId);
    },
    close() {
      onClose();
      wake();
      eyes.look(claim.runId);
    },
  };
}
