/** Does the work every so often, never twice at once; the timer keeps no process alive. */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onTrouble: (error: unknown) => void,
): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void work()
      .catch(onTrouble)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
