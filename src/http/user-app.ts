import type { Context, Handler, Hono, MiddlewareHandler } from "hono";
import type { HttpEnv } from "./http-env.ts";

type UserRoute = { method: string; path: string; handler: Handler<HttpEnv> };

/** A project's own Hono app, perhaps of another copy of Hono: only what every version of it has is used. */
export type UserApp = {
  routes: readonly UserRoute[];
  errorHandler: (error: Error, c: Context) => Response | Promise<Response>;
  basePath(path: string): { router: unknown; fetch(request: Request): Response | Promise<Response> };
  constructor: unknown;
};

/**
 * Puts a project's routes and middleware in front of ours, on the same request object, so that what its middleware
 * reads and replaces is what our routes get. Its error handler answers for its own code, when it wrote one.
 */
export function mountUserApp(app: Hono<HttpEnv>, userApp: UserApp): void {
  const onError = isOwnErrorHandler(userApp) ? userApp.errorHandler : null;
  for (const { method, path, handler } of userApp.routes) {
    app.on(method, path, onError === null ? handler : withErrorHandler(handler, onError));
  }
}

/** Hono's own handler would answer in plain text; ours says the same as everywhere. */
function isOwnErrorHandler({ constructor, errorHandler }: UserApp): boolean {
  if (typeof constructor !== "function") return true;
  const fresh: unknown = Reflect.construct(constructor, []);
  return !(
    typeof fresh === "object" &&
    fresh !== null &&
    "errorHandler" in fresh &&
    fresh.errorHandler === errorHandler
  );
}

function withErrorHandler(
  handler: Handler<HttpEnv>,
  onError: UserApp["errorHandler"],
): MiddlewareHandler<HttpEnv> {
  return async function handleUserRoute(c, next) {
    try {
      const response: unknown = await handler(c, next);
      return response instanceof Response ? response : undefined;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
      c.error = error;
      c.res = await onError(error, c);
      return undefined;
    }
  };
}

const PLAIN_NOT_FOUND = "404 Not Found";

/** What the project's app answers to a path that nobody knows; null when it leaves that to us. */
export function createUserNotFound(userApp: UserApp): (request: Request) => Promise<Response | null> {
  // A copy that keeps its handler and loses its routes: its middleware has run already.
  const bare = userApp.basePath("/");
  bare.router = { match: () => [[]] };
  return async function answerNotFound(request) {
    const response = await bare.fetch(request);
    const isPlain = response.status === 404 && response.headers.get("content-type")?.startsWith("text/plain");
    if (isPlain !== true) return response;
    return (await response.clone().text()) === PLAIN_NOT_FOUND ? null : response;
  };
}
