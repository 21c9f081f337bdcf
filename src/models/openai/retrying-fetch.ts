import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../domain/clock.ts";
import type { RetrySettings } from "../model-call.ts";
import { toRefusedParameter, withoutParameter } from "./refused-parameter.ts";

type Fetch = typeof globalThis.fetch;

type RetryingFetchDeps = {
  fetch: Fetch;
  settings: RetrySettings;
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
  onAttempt: () => void;
  onWait: (ms: number) => void;
};

/**
 * A fetch that asks again after 429, 5xx and network failures, before any token has come:
 *
 *   request -> 2xx, or an error that will not pass -> returned
 *           -> 400 that names an optional parameter  -> once more without it
 *           -> 408, 429, 5xx, no connection          -> wait (Retry-After, else doubling with jitter) -> request
 */
export function createRetryingFetch({
  fetch,
  settings,
  clock,
  random,
  onAttempt,
  onWait,
}: RetryingFetchDeps): Fetch {
  async function request(
    input: Parameters<Fetch>[0],
    init: RequestInit | undefined,
  ): Promise<Response | Error> {
    onAttempt();
    try {
      return await fetch(input, init);
    } catch (error) {
      if (init?.signal?.aborted === true || !(error instanceof Error)) throw error;
      return error;
    }
  }

  return async function retryingFetch(input, init) {
    let sent: RequestInit | undefined = init;
    for (let attempt = 1; ;) {
      const answer = await request(input, sent);
      const refused = answer instanceof Error ? null : await toRefusedParameter(answer);
      const adapted = refused === null ? null : withoutParameter(sent?.body, refused);
      if (adapted !== null) {
        sent = { ...sent, body: adapted };
        continue;
      }
      const wait = await toWait(answer, attempt, { settings, clock, random });
      if (wait === null) {
        if (answer instanceof Error) throw answer;
        return answer;
      }
      if (!(answer instanceof Error)) await answer.body?.cancel();
      onWait(wait);
      await sleep(wait, undefined, { signal: init?.signal ?? undefined });
      attempt += 1;
    }
  };
}

/** Milliseconds until the next attempt; null when there is none. */
async function toWait(
  answer: Response | Error,
  attempt: number,
  { settings, clock, random }: Pick<RetryingFetchDeps, "settings" | "clock" | "random">,
): Promise<number | null> {
  if (attempt >= settings.attempts) return null;
  const doubled = settings.baseMs * 2 ** (attempt - 1);
  const backoff = Math.min(settings.maxWaitMs, Math.round(doubled * (0.5 + random() / 2)));
  if (answer instanceof Error) return backoff;
  if (answer.status !== 408 && answer.status !== 429 && answer.status < 500) return null;
  // A used-up quota does not come back within a wait.
  if (answer.status === 429 && (await answer.clone().text()).includes("insufficient_quota")) return null;
  const asked = parseRetryAfter(answer.headers, clock.now());
  if (asked === null) return backoff;
  return asked <= settings.maxWaitMs ? asked : null;
}

/** Milliseconds that the provider asks for (RFC 9110: seconds or a date; `retry-after-ms` wins), or null. */
export function parseRetryAfter(headers: Headers, now: Date): number | null {
  const milliseconds = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  const value = headers.get("retry-after")?.trim() ?? "";
  if (value === "") return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
