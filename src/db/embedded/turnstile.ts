/** Lets one piece of work in at a time, in order of arrival. */
export type Turnstile = { pass<T>(work: () => Promise<T>): Promise<T> };

export function createTurnstile(): Turnstile {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    pass(work) {
      const turn = tail.then(work, work);
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
}
