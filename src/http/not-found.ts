import type { NotFoundHandler } from "hono";
import { AppError } from "../domain/errors.ts";
import { toErrorResponse } from "./error-handler.ts";
import type { HttpEnv } from "./http-env.ts";
import { createPathMatch, type PathPattern } from "./path-match.ts";

type NotFoundDeps = {
  patterns: readonly PathPattern[];
  /** What a project's own app answers where nobody else does; null when it has no answer. */
  userNotFound?: ((request: Request) => Promise<Response | null>) | undefined;
};

/** 405 where another method would have been answered, else 404. */
export function createNotFound({ patterns, userNotFound }: NotFoundDeps): NotFoundHandler<HttpEnv> {
  const match = createPathMatch(patterns);

  return async function notFound(c) {
    const methods = match(c.req.path).map(({ method }) => method);
    if (methods.length === 0) {
      const response = await userNotFound?.(c.req.raw);
      return response ?? toErrorResponse(c, new AppError("not_found", "Not found"));
    }
    c.header("Allow", toAllow(methods));
    return toErrorResponse(c, new AppError("method_not_allowed", `${c.req.method} is not allowed here`));
  };
}

function toAllow(methods: readonly string[]): string {
  return [...new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods)].sort().join(", ");
}
