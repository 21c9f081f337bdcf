import { Hono } from "hono";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import type { Authenticate } from "../domain/principal.ts";
import { createCallContext } from "./call-context.ts";
import type { Route } from "./define-route.ts";
import { isDisabled } from "./disabled-parts.ts";
import { createErrorHandler } from "./error-handler.ts";
import type { Extension } from "./extension.ts";
import { createExtensionHandler, createWording } from "./extension-handler.ts";
import type { HttpEnv } from "./http-env.ts";
import type { HttpSettings } from "./http-settings.ts";
import { createAccess } from "./middleware/access.ts";
import { createAccessLog } from "./middleware/access-log.ts";
import { createBodyLimit } from "./middleware/body-limit.ts";
import { createCors } from "./middleware/cors.ts";
import { createEarlyAccess } from "./middleware/early-access.ts";
import { createHostCheck } from "./middleware/host-check.ts";
import { createRequestMetrics } from "./middleware/request-metrics.ts";
import { createRequestId } from "./middleware/request-id.ts";
import { isOutside, toPathBelow } from "./mount-prefix.ts";
import { createNotFound } from "./not-found.ts";
import { createOpenApi } from "./openapi.ts";
import { type Health, type HttpLog, type HttpMetrics, UNCOUNTED } from "./ports.ts";
import type { PathPattern } from "./path-match.ts";
import { createRouteHandler } from "./route-handler.ts";
import { registry } from "./routes/registry.ts";
import { createUserNotFound, mountUserApp, type UserApp } from "./user-app.ts";
import { createSocketRoute, SOCKET_ROUTE } from "./v2/socket-route.ts";
import { createSocketToken } from "./v2/socket-token.ts";
import type { Verbs } from "./verbs.ts";

const HEARTBEAT_MS = 5_000;

export type AppDeps = {
  verbs: Verbs;
  settings: HttpSettings;
  clock: Clock;
  newId: NewId;
  log: HttpLog;
  health: Health;
  /** Nothing is counted without it. */
  metrics?: HttpMetrics;
  heartbeatMs?: number;
  /** Other protocols on the same verbs (MCP, A2A, OpenAI). */
  extensions?: readonly Extension[];
  /** Custom auth; it takes the place of the API key. */
  authenticate?: Authenticate | undefined;
  /** Routes and middleware of a hosted project. */
  userApp?: UserApp | undefined;
  /** Aborted on shutdown: open streams end, and nobody counts as disconnected. */
  closing?: AbortSignal;
};

/** request > id > log > CORS > host > size > project's own > route: access, parse, verb, reply. */
export function createApp({
  verbs,
  settings,
  clock,
  newId,
  log,
  health,
  metrics = UNCOUNTED,
  heartbeatMs,
  extensions = [],
  authenticate,
  userApp,
  closing,
}: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>({ getPath: toPathBelow(settings.mountPrefix ?? "") });
  app.use(createRequestId({ newId }));
  app.use(createAccessLog({ log, clock, headers: settings.loggingHeaders }));
  app.use(createRequestMetrics({ metrics, clock }));
  app.use(createCors(settings));
  app.use(createHostCheck(settings));
  app.use(createBodyLimit());
  app.use(createSocketToken());

  const { routes, served } = toServed(settings, extensions);
  const patterns = toPatterns(Object.values(routes), served);
  const access = createAccess({ apiKey: settings.apiKey, authenticate });
  const notFound = createNotFound({
    patterns,
    userNotFound: userApp === undefined ? undefined : createUserNotFound(userApp),
  });
  if (userApp !== undefined) {
    app.use(async (c, next) => (isOutside(c.req.path) ? notFound(c) : next()));
    app.use(createEarlyAccess({ access, patterns, settings }));
    mountUserApp(app, userApp);
  }

  const toContext = createCallContext({ settings, authenticate, clock });
  const service = {
    settings,
    health,
    metrics,
    openApi: createOpenApi({ routes, extensions: served, version: settings.version }),
  };
  const live = { heartbeatMs: heartbeatMs ?? HEARTBEAT_MS, closing, log, metrics };
  for (const route of Object.values(routes)) {
    app.on(
      route.method.toUpperCase(),
      route.path,
      access(route.access),
      createRouteHandler({ route, verbs, service, live, toContext }),
    );
  }
  if (!isDisabled(SOCKET_ROUTE.path, settings.disabled ?? []))
    app.get(SOCKET_ROUTE.path, access(SOCKET_ROUTE.access), createSocketRoute({ verbs, live, toContext }));
  for (const extension of served) {
    const { methods, path, access: kind } = extension;
    const handler = createExtensionHandler({ extension, live, toContext });
    app.on([...methods], path, createWording(extension), access(kind), handler);
  }

  app.notFound(notFound);
  app.onError(createErrorHandler({ log }));
  return app;
}

/** What the configuration leaves of the routes. */
function toServed({ disabled = [], hasProduct = true }: HttpSettings, extensions: readonly Extension[]) {
  const parts = hasProduct ? disabled : [...disabled, "product"];
  const entries = Object.entries<Route>(registry).filter(([, { path }]) => !isDisabled(path, parts));
  return {
    routes: Object.fromEntries(entries),
    served: extensions.filter(({ path }) => !isDisabled(path, parts)),
  };
}

function toPatterns(routes: readonly Route[], extensions: readonly Extension[]): PathPattern[] {
  return [
    ...routes.map(({ method, path, access }) => ({ method: method.toUpperCase(), path, access })),
    SOCKET_ROUTE,
    ...extensions.flatMap(({ methods, path, access }) => methods.map((method) => ({ method, path, access }))),
  ];
}
