import type { MiddlewareHandler } from "hono";
import type { Clock } from "../../domain/clock.ts";
import { createHeaderSelection } from "../header-rules.ts";
import type { HttpEnv } from "../http-env.ts";
import type { HeaderRules } from "../http-settings.ts";
import type { HttpLog } from "../ports.ts";

/** Asked every few seconds by whoever watches the service; only a failure is worth a line. */
const PROBES = new Set(["/ok", "/health", "/ready"]);

type AccessLogDeps = { log: HttpLog; clock: Clock; headers?: HeaderRules | null | undefined };

/** One line a request, when its reply begins. No query, and only headers that were asked for: both can hold secrets. */
export function createAccessLog({ log, clock, headers }: AccessLogDeps): MiddlewareHandler<HttpEnv> {
  const selectHeaders = headers ? createHeaderSelection(headers, ["*"]) : null;
  return async function accessLog(c, next) {
    const started = clock.now().getTime();
    await next();
    if (PROBES.has(c.req.path) && c.res.ok) return;
    log.info(
      {
        request_id: c.get("requestId"),
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: clock.now().getTime() - started,
        ...(selectHeaders === null ? {} : { headers: selectHeaders(c.req.raw.headers) }),
      },
      "request",
    );
  };
}
