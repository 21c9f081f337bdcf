import type { ModelTimeouts } from "./model-call.ts";

export type WatchdogStage = "first-token" | "silence" | "total";

export type Watchdog = {
  /** Aborts the request: when a stage ran out, or when the caller gave up. */
  signal: AbortSignal;
  /** The stage that ran out; null while none did. */
  firedBy(): WatchdogStage | null;
  /** A request goes out: its first token is awaited. */
  arm(): void;
  /** Nothing is on the way (the wait before another attempt). */
  rest(): void;
  /** A token came. */
  touch(): void;
  stop(): void;
};

/** Watches one model call; `stop` must run in a `finally`. */
export function createWatchdog(limits: ModelTimeouts, caller: AbortSignal | undefined): Watchdog {
  const controller = new AbortController();
  let stage: WatchdogStage | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fire = (reached: WatchdogStage): void => {
    stage ??= reached;
    controller.abort(new DOMException(`model call stopped: ${reached}`, "TimeoutError"));
  };
  const wait = (ms: number, awaited: WatchdogStage): void => {
    clearTimeout(timer);
    timer = setTimeout(() => fire(awaited), ms);
  };
  const total = setTimeout(() => fire("total"), limits.totalMs);
  const giveUp = (): void => controller.abort(caller?.reason);
  if (caller?.aborted === true) giveUp();
  caller?.addEventListener("abort", giveUp, { once: true });

  return {
    signal: controller.signal,
    firedBy: () => stage,
    arm: () => wait(limits.firstTokenMs, "first-token"),
    rest: () => clearTimeout(timer),
    touch: () => wait(limits.silenceMs, "silence"),
    stop: () => {
      clearTimeout(timer);
      clearTimeout(total);
      caller?.removeEventListener("abort", giveUp);
    },
  };
}
