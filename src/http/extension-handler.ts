import type { Handler, MiddlewareHandler } from "hono";
import { AppError, isAppError } from "../domain/errors.ts";
import { readBody } from "./body.ts";
import type { ToCallContext } from "./call-context.ts";
import type { Extension } from "./extension.ts";
import type { HttpEnv } from "./http-env.ts";
import { type Live, toLink } from "./respond.ts";

type HandlerDeps = { extension: Extension; live: Live; toContext: ToCallContext };

export function createExtensionHandler({ extension, live, toContext }: HandlerDeps): Handler<HttpEnv> {
  return async function handleExtension(c) {
    const ctx = toContext(c);
    return extension.handle({
      request: c.req.raw,
      params: c.req.param(),
      ctx,
      body: () => readBody(c.req),
      link: (onDisconnect) => toLink(c, { onDisconnect }, { ...live, watchExpiry: ctx.watchExpiry }),
    });
  };
}

/** Says in the extension's own words what failed behind it; headers that were set on the way stay. */
export function createWording({ toFailure }: Extension): MiddlewareHandler<HttpEnv> {
  return async function wordFailure(c, next) {
    await next();
    if (c.error === undefined || toFailure === undefined) return;
    const error = isAppError(c.error) ? c.error : new AppError("internal", "", { cause: c.error });
    c.res = toFailure(error, c.get("requestId"));
  };
}
