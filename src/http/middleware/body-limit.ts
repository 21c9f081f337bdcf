import type { MiddlewareHandler } from "hono";
import { MAX_BODY_BYTES, toTooLarge } from "../body.ts";
import type { HttpEnv } from "../http-env.ts";

/** Refuses by the announced length, before anything is read; a body without one is counted by its reader. */
export function createBodyLimit(): MiddlewareHandler<HttpEnv> {
  return function bodyLimit(c, next) {
    const length = c.req.header("content-length");
    if (length !== undefined && Number(length) > MAX_BODY_BYTES) throw toTooLarge();
    return next();
  };
}
