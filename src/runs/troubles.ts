/** What keeps runs waiting that their streams should tell, by run: the database is away, its disk is full. */
export type Troubles = {
  tell(runId: string, words: string): void;
  /** The next word about the run; `forget` when it is not waited for any more. */
  next(runId: string): { told: Promise<string>; forget(): void };
};

export function createTroubles(): Troubles {
  const waiting = new Map<string, Set<(words: string) => void>>();
  return {
    tell(runId, words) {
      for (const resolve of waiting.get(runId) ?? []) resolve(words);
    },
    next(runId) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const listeners = waiting.get(runId) ?? new Set();
      waiting.set(runId, listeners.add(resolve));
      return {
        told: promise,
        forget() {
          listeners.delete(resolve);
          if (listeners.size === 0 && waiting.get(runId) === listeners) waiting.delete(runId);
        },
      };
    },
  };
}

/** Items as they come, and between them, whenever there is one, a word about the run. */
export async function* withTroubles<Item>(
  items: AsyncIterable<Item>,
  troubles: Troubles,
  runId: string,
): AsyncGenerator<{ item: Item } | { words: string }> {
  const iterator = items[Symbol.asyncIterator]();
  let item = iterator.next();
  try {
    for (;;) {
      const trouble = troubles.next(runId);
      try {
        const came = await Promise.race([item, trouble.told]);
        if (typeof came === "string") {
          yield { words: came };
          continue;
        }
        if (came.done === true) return;
        yield { item: came.value };
        item = iterator.next();
      } finally {
        trouble.forget();
      }
    }
  } finally {
    item.catch(() => undefined);
    void iterator.return?.().catch(() => undefined);
  }
}
