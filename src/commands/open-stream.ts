/**
 * A stream that ends at once when its reader leaves or it is closed; a generator by itself would first finish its
 * waiting.
 */
export function openStream<Batch>(
  signal: AbortSignal | undefined,
  tell: (signal: AbortSignal) => AsyncGenerator<Batch>,
): AsyncIterableIterator<Batch> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  if (signal?.aborted === true) end();
  signal?.addEventListener("abort", end, { once: true });
  const batches = tell(stop.signal);
  return {
    next: () => batches.next(),
    async return() {
      end();
      signal?.removeEventListener("abort", end);
      return batches.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
