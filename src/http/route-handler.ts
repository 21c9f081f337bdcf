import type { Context, Handler } from "hono";
import { AppError } from "../domain/errors.ts";
import { readBody } from "./body.ts";
import type { ToCallContext } from "./call-context.ts";
import type { Route, ServiceFacts } from "./define-route.ts";
import type { HttpEnv } from "./http-env.ts";
import { toStorableText } from "./json-text.ts";
import { parseQuery } from "./query.ts";
import { type Live, respond } from "./respond.ts";
import type { Verbs } from "./verbs.ts";

type RouteHandlerDeps = {
  route: Route;
  verbs: Verbs;
  service: ServiceFacts;
  live: Live;
  toContext: ToCallContext;
};

/** Request to route to reply; whatever is thrown goes to the error handler. */
export function createRouteHandler(deps: RouteHandlerDeps): Handler<HttpEnv> {
  const { route, verbs, service, live, toContext } = deps;

  return async function handleRoute(c) {
    try {
      if (route.reply.isLive === true && c.req.method === "HEAD") {
        c.header("Allow", route.method.toUpperCase());
        throw new AppError("method_not_allowed", "HEAD is not allowed here");
      }
      const ctx = toContext(c);
      const reply = await route.answer({
        verbs,
        service,
        ctx,
        request: c.req.raw,
        params: toParams(c),
        query: parseQuery(c.req.url),
        body: route.body === undefined ? undefined : await readBody(c.req),
      });
      return respond(c, reply, { ...live, watchExpiry: ctx.watchExpiry });
    } catch (thrown) {
      // Hono hands only errors to its error handler; the reason of an abort may be a plain text.
      throw thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
    }
  };
}

function toParams(c: Context<HttpEnv>): Record<string, string> {
  const params: Record<string, string> = c.req.param();
  for (const [name, value] of Object.entries(params))
    params[name] = toStorableText(value, name === "namespace");
  return params;
}
