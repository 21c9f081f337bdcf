import type { Context } from "hono";
import type { Clock } from "../domain/clock.ts";
import type { Authenticate, CallContext, Principal } from "../domain/principal.ts";
import { createHeaderSelection } from "./header-rules.ts";
import type { HttpEnv } from "./http-env.ts";
import type { HttpSettings } from "./http-settings.ts";

export type ToCallContext = (c: Context<HttpEnv>) => CallContext;

type ContextDeps = {
  settings: Pick<HttpSettings, "configurableHeaders">;
  authenticate: Authenticate | undefined;
  clock: Clock;
};

const USUAL = ["x-*", "user-agent"];
/** The longest time that a timer of Node can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** What verbs are told of a request. */
export function createCallContext({ settings, authenticate, clock }: ContextDeps): ToCallContext {
  const selectHeaders = createHeaderSelection(settings.configurableHeaders, USUAL);
  return (c) => {
    const caller = c.get("caller");
    const request = c.req.raw;
    return {
      ...caller,
      requestId: c.get("requestId"),
      headers: selectHeaders(request.headers),
      ...(authenticate === undefined || toExpiry(caller.principal) === null
        ? {}
        : { watchExpiry: createWatchExpiry({ principal: caller.principal, request, authenticate, clock }) }),
    };
  };
}

/** `exp` as tokens have it, in seconds since 1970, as milliseconds; null when `authenticate` gave none. */
function toExpiry({ user }: Principal): number | null {
  const exp = user?.["exp"];
  return typeof exp === "number" && Number.isFinite(exp) ? exp * 1_000 : null;
}

type Watched = { principal: Principal; request: Request; authenticate: Authenticate; clock: Clock };

/** Asks again when the time is up: the same request may still prove who sent it, and then has a new time. */
function createWatchExpiry({ principal, request, authenticate, clock }: Watched) {
  return function watchExpiry(onExpired: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;

    function wait(expiry: number): void {
      const left = expiry - clock.now().getTime();
      timer = setTimeout(() => void look(expiry), Math.min(Math.max(left, 0), LONGEST_MS));
      timer.unref();
    }
    async function look(expiry: number): Promise<void> {
      if (expiry > clock.now().getTime()) return wait(expiry);
      const next = await renew();
      if (isOver) return;
      if (next === null) onExpired();
      else wait(next);
    }
    /** The new time; null when the caller is nobody any more, or somebody else. */
    async function renew(): Promise<number | null> {
      try {
        const { principal: now } = await authenticate(request);
        const isSame = now.identity === principal.identity && now.tenantId === principal.tenantId;
        const expiry = isSame ? (toExpiry(now) ?? Number.MAX_SAFE_INTEGER) : 0;
        return expiry > clock.now().getTime() ? expiry : null;
      } catch {
        return null;
      }
    }

    wait(toExpiry(principal) ?? Number.MAX_SAFE_INTEGER);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  };
}
