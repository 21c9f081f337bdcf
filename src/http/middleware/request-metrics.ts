import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Clock } from "../../domain/clock.ts";
import type { HttpEnv } from "../http-env.ts";
import type { HttpMetrics } from "../ports.ts";

/** Counts by the pattern of a route, never by its path: ids would make a series each. */
export function createRequestMetrics({
  metrics,
  clock,
}: {
  metrics: HttpMetrics;
  clock: Clock;
}): MiddlewareHandler<HttpEnv> {
  return async function countRequest(c, next) {
    const begun = clock.now().getTime();
    await next();
    const route = routePath(c, -1);
    metrics.onRequest({
      method: c.req.method,
      route: route === "/*" || route === "*" ? "unknown" : route,
      status: c.res.status,
      seconds: (clock.now().getTime() - begun) / 1_000,
    });
  };
}
