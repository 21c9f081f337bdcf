/** One who waits for news of a thread, or of one of its runs. */
export type Eye = {
  runId: string | null;
  /** Grows whenever Postgres may hold something that nobody shows here. */
  looks: number;
  /** It waits for what is not produced here. */
  isBlind: boolean;
  wake(): void;
  wakeStored(): void;
};

/** Those who look at one thread. News of a run reach whoever looks at it or at the whole; news of null reach all. */
export function createEyes() {
  const eyes = new Set<Eye>();
  function each(runId: string | null, tell: (eye: Eye) => void): void {
    for (const eye of eyes) if (runId === null || eye.runId === null || eye.runId === runId) tell(eye);
  }
  return {
    size: () => eyes.size,
    someBlind: (): boolean => [...eyes].some(({ isBlind }) => isBlind),
    open(runId: string | null): Eye {
      const eye: Eye = { runId, looks: 0, isBlind: false, wake: () => {}, wakeStored: () => {} };
      eyes.add(eye);
      return eye;
    },
    close: (eye: Eye) => void eyes.delete(eye),
    /** There are new rows here. */
    wake: (runId: string | null): void => each(runId, (eye) => eye.wake()),
    /** What is known may be in Postgres by now. */
    wakeStored: (runId: string | null): void => each(runId, (eye) => eye.wakeStored()),
    /** There may be something in Postgres that is not known here. */
    look: (runId: string | null): void =>
      each(runId, (eye) => {
        eye.looks += 1;
        eye.wake();
        eye.wakeStored();
      }),
  };
}

/** `arm` gets what to call when it has come; resolves then, or when the signal says so. */
export async function untilDone(
  arm: (done: () => void) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (): void => resolve();
  arm(done);
  if (signal?.aborted === true) return;
  signal?.addEventListener("abort", done, { once: true });
  try {
    await promise;
  } finally {
    signal?.removeEventListener("abort", done);
  }
}
