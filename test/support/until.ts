import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_MS = 20_000;

/** Looks again and again until it holds; throws when it does not come to hold. */
export async function until(holds: () => boolean | Promise<boolean>, what = "the condition"): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`In vain waited for ${what}`);
    await sleep(5);
  }
}
