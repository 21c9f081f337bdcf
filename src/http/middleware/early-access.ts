import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http-env.ts";
import type { HttpSettings } from "../http-settings.ts";
import { createPathMatch, type PathPattern } from "../path-match.ts";
import type { CreateAccess } from "./access.ts";

type EarlyAccessDeps = {
  access: CreateAccess;
  patterns: readonly PathPattern[];
  settings: Pick<HttpSettings, "middlewareOrder" | "enableCustomRouteAuth">;
};

/**
 * Asks who calls before the middleware and the routes of a project run: for our routes with `auth_first`, for its own
 * with `enable_custom_route_auth`. What is public stays so.
 */
export function createEarlyAccess({
  access,
  patterns,
  settings,
}: EarlyAccessDeps): MiddlewareHandler<HttpEnv> {
  const match = createPathMatch(patterns);
  const identify = access("caller");
  const isAuthFirst = settings.middlewareOrder === "auth_first";
  const asksForOwn = settings.enableCustomRouteAuth === true;

  return function earlyAccess(c, next) {
    const found = match(c.req.path);
    const isOurs = found.length > 0;
    const isPublic = found.some(
      ({ access: kind, method }) => kind === "public" && isMethod(c.req.method, method),
    );
    const asks = isOurs ? isAuthFirst && !isPublic : asksForOwn;
    return asks ? identify(c, next) : next();
  };
}

function isMethod(asked: string, method: string): boolean {
  return asked === method || (asked === "HEAD" && method === "GET");
}
