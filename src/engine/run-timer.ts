import type { ClaimedRun } from "../runs/claimed-run.ts";

/** The longest wait that a timer of the platform can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back when the run's time is up: what it asked for, but no more than the service allows. It counts from the
 * run's first start, whichever worker has it now. Answers how to stop the clock.
 */
export function startRunTimer(run: ClaimedRun, allowedMs: number | null, onUp: () => void): () => void {
  const askedMs = run.kwargs.timeout === null ? Infinity : run.kwargs.timeout * 1_000;
  const limitMs = Math.min(askedMs, allowedMs ?? Infinity);
  if (limitMs === Infinity) return () => {};
  const until = performance.now() + Math.max(limitMs - run.ageMs, 0);
  let timer: NodeJS.Timeout;
  const wind = (): void => {
    const leftMs = until - performance.now();
    timer = setTimeout(
      leftMs > LONGEST_TIMER_MS ? wind : onUp,
      Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS),
    );
    timer.unref();
  };
  wind();
  return () => clearTimeout(timer);
}
