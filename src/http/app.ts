import { Hono } from "hono";
import type { Clock } from "../domain/clock.ts";
import type { NewId } from "../domain/ids.ts";
import type { Route } from "./define-route.ts";
import { createErrorHandler } from "./error-handler.ts";
import type { Extension } from "./extension.ts";
import type { HttpEnv } from "./http-env.ts";
import type { HttpSettings } from "./http-settings.ts";
import { createAccess } from "./middleware/access.ts";
import { createAccessLog } from "./middleware/access-log.ts";
import { createBodyLimit } from "./middleware/body-limit.ts";
import { createCors } from "./middleware/cors.ts";
import { createHostCheck } from "./middleware/host-check.ts";
import { createRequestId } from "./middleware/request-id.ts";
import { createNotFound } from "./not-found.ts";
import { createOpenApi } from "./openapi.ts";
import type { Health, HttpLog } from "./ports.ts";
import { createRouteHandler } from "./route-handler.ts";
import { registry } from "./routes/registry.ts";
import type { Verbs } from "./verbs.ts";

const HEARTBEAT_MS = 5_000;

export type AppDeps = {
  verbs: Verbs;
  settings: HttpSettings;
  clock: Clock;
  newId: NewId;
  log: HttpLog;
  health: Health;
  heartbeatMs?: number;
  /** Other protocols on the same verbs (MCP, A2A, OpenAI). */
  extensions?: readonly Extension[];
  /** Aborted on shutdown: open streams end, and nobody counts as disconnected. */
  closing?: AbortSignal;
};

/** request > id > log > CORS > host > size > route: access, parse, verb, reply. */
export function createApp({
  verbs,
  settings,
  clock,
  newId,
  log,
  health,
  heartbeatMs,
  extensions = [],
  closing,
}: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(createRequestId({ newId }));
  app.use(createAccessLog({ log, clock }));
  app.use(createCors(settings));
  app.use(createHostCheck(settings));
  app.use(createBodyLimit());

  const access = createAccess({ apiKey: settings.apiKey });
  const service = {
    settings,
    health,
    openApi: createOpenApi({ routes: registry, version: settings.version }),
  };
  const live = { heartbeatMs: heartbeatMs ?? HEARTBEAT_MS, closing, log };
  const routes: Route[] = Object.values(registry);
  for (const route of routes) {
    app.on(
      route.method.toUpperCase(),
      route.path,
      access(route.access),
      createRouteHandler({ route, verbs, service, live }),
    );
  }

  for (const { methods, path, access: kind, handle } of extensions) {
    app.on([...methods], path, access(kind), (c) =>
      handle({
        request: c.req.raw,
        params: c.req.param(),
        ctx: { ...c.get("caller"), requestId: c.get("requestId") },
      }),
    );
  }

  app.notFound(createNotFound({ routes }));
  app.onError(createErrorHandler({ log }));
  return app;
}
