import type { MiddlewareHandler } from "hono";
import type { NewId } from "../../domain/ids.ts";
import type { HttpEnv } from "../http-env.ts";

const ACCEPTED = /^[\w.=-]{1,128}$/;

/** The caller's id when it is a plain word, else a new one; every reply carries it. */
export function createRequestId({ newId }: { newId: NewId }): MiddlewareHandler<HttpEnv> {
  return function requestId(c, next) {
    const given = c.req.header("x-request-id");
    const id = given !== undefined && ACCEPTED.test(given) ? given : newId();
    c.set("requestId", id);
    c.header("X-Request-Id", id);
    return next();
  };
}
