import type { NotFoundHandler } from "hono";
import { AppError } from "../domain/errors.ts";
import type { Route } from "./define-route.ts";
import { toErrorResponse } from "./error-handler.ts";
import type { HttpEnv } from "./http-env.ts";

/** 405 where another method would have been answered, else 404. */
export function createNotFound({ routes }: { routes: readonly Route[] }): NotFoundHandler<HttpEnv> {
  const patterns = routes.map(({ method, path }) => ({
    method: method.toUpperCase(),
    segments: path.split("/"),
  }));

  return function notFound(c) {
    const path = c.req.path.split("/");
    const methods = patterns.filter(({ segments }) => isMatch(segments, path)).map(({ method }) => method);
    if (methods.length === 0) return toErrorResponse(c, new AppError("not_found", "Not found"));
    c.header("Allow", toAllow(methods));
    return toErrorResponse(c, new AppError("method_not_allowed", `${c.req.method} is not allowed here`));
  };
}

function isMatch(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((segment, at) => segment === path[at] || (segment.startsWith(":") && path[at] !== ""))
  );
}

function toAllow(methods: readonly string[]): string {
  return [...new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods)].sort().join(", ");
}
