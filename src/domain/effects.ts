import { randomUUID } from "node:crypto";

/** Where graphs find the ledger in their `configurable`; a client cannot send keys that begin with `__`. */
export const EFFECTS_KEY = "__effects";

export type EffectCall = {
  /** What acts, e.g. "send-mail". */
  name: string;
  /** Which call it is, e.g. the id of a tool call; calls without are counted within their step. */
  key?: string | undefined;
  /** What it is called with, as JSON: with another input it is another effect. */
  input?: unknown;
  /** "step" (the default): the same call in another step acts again. "thread": once on the thread, whatever the step. */
  within?: "step" | "thread";
  /**
   * It was begun before, and the process ended before it could note how that went. "fail" (the default) throws
   * `EffectUnknownError`, "retry" acts again under the same idempotency key, "ask" asks a person with an interrupt.
   */
  onUnknown?: "retry" | "fail" | "ask";
};

export type EffectAttempt = {
  /** The same for each attempt: hand it on to services that take one. */
  idempotencyKey: string;
  /** From 1. */
  attempt: number;
};

/** The part of a runnable's configuration that says which step of which run calls. */
export type EffectConfig = {
  configurable?: Record<string, unknown> | undefined;
  signal?: AbortSignal | undefined;
  executionInfo?: unknown;
};

export type Effects = {
  /**
   * Acts once, however often the step is repeated: then it answers the result that was noted, which has to be JSON.
   * When `act` throws, nothing happened, unless it throws `EffectUnknownError` or the run is being stopped.
   */
  once<Result>(
    config: EffectConfig,
    call: EffectCall,
    act: (attempt: EffectAttempt) => Promise<Result>,
  ): Promise<Result>;
};

/** Whether an effect took place is not known. */
export class EffectUnknownError extends Error {
  readonly code = "effect_unknown";

  constructor(name: string) {
    super(`"${name}" was begun before, and whether it took effect is not known`);
    this.name = "EffectUnknownError";
  }
}

/** A graph that is opened on its own, by a tool or a test, has no ledger: it acts. */
const UNRECORDED: Effects = {
  once: (_config, _call, act) => act({ idempotencyKey: randomUUID(), attempt: 1 }),
};

export function toEffects(config: EffectConfig): Effects {
  const effects = config.configurable?.[EFFECTS_KEY];
  return isEffects(effects) ? effects : UNRECORDED;
}

function isEffects(value: unknown): value is Effects {
  return typeof value === "object" && value !== null && "once" in value && typeof value.once === "function";
}
