import type { Clock } from "../../../src/domain/clock.ts";

/** Monday, 5 October 2026, 11:30 in India. */
export const clock: Clock = { now: () => new Date("2026-10-05T06:00:00Z") };
