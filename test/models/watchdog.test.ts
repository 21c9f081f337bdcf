import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWatchdog } from "../../src/models/watchdog.ts";

const limits = { firstTokenMs: 100, silenceMs: 50, totalMs: 1_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("stops a request without a first token", () => {
  const watchdog = createWatchdog(limits, undefined);
  watchdog.arm();
  vi.advanceTimersByTime(99);
  expect(watchdog.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watchdog.signal.aborted).toBe(true);
  expect(watchdog.firedBy()).toBe("first-token");
});

test("each token starts the silence anew", () => {
  const watchdog = createWatchdog(limits, undefined);
  watchdog.arm();
  for (let token = 0; token < 5; token += 1) {
    vi.advanceTimersByTime(49);
    watchdog.touch();
  }
  expect(watchdog.firedBy()).toBeNull();
  vi.advanceTimersByTime(50);
  expect(watchdog.firedBy()).toBe("silence");
});

test("the wait before another attempt counts for the whole call only", () => {
  const watchdog = createWatchdog(limits, undefined);
  watchdog.arm();
  watchdog.rest();
  vi.advanceTimersByTime(900);
  expect(watchdog.firedBy()).toBeNull();
  vi.advanceTimersByTime(100);
  expect(watchdog.firedBy()).toBe("total");
});

test("passes the caller's abort on without calling it a timeout", () => {
  const caller = new AbortController();
  const watchdog = createWatchdog(limits, caller.signal);
  caller.abort(new Error("cancelled"));
  expect(watchdog.signal.aborted).toBe(true);
  expect(watchdog.firedBy()).toBeNull();
  expect(createWatchdog(limits, caller.signal).signal.aborted).toBe(true);
});

test("is quiet after stop", () => {
  const watchdog = createWatchdog(limits, undefined);
  watchdog.arm();
  watchdog.stop();
  vi.advanceTimersByTime(10_000);
  expect(watchdog.signal.aborted).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
