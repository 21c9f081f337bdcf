import { PERCENT } from "../progress.ts";

/** How far the whole is when so many of the steps are done. */
export function toExecutedPercent(done: number, total: number): number {
  const { dispatched, executed } = PERCENT;
  return total === 0 ? executed : dispatched + ((executed - dispatched) * done) / total;
}
