import type { Config } from "../config.ts";
import { systemClock } from "../domain/clock.ts";
import { newId } from "../domain/ids.ts";
import type { Project } from "../hosting/project.ts";
import { createUiRoutes } from "../hosting/ui/create-ui-routes.ts";
import { createApp } from "../http/app.ts";
import type { Extension } from "../http/extension.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { toExtensions } from "../protocol/extensions.ts";
import type { ServiceHealth } from "../telemetry/health.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { HttpParts } from "./http-parts.ts";
import { NO_PRODUCT, type Served } from "./served.ts";

type AppParts = {
  config: Config;
  log: Log;
  project: Project;
  http: HttpParts;
  served: Served;
  verbs: ProtocolVerbs;
  health: ServiceHealth;
  metrics: Metrics;
  version: string;
  langgraphVersion: string;
  closing: AbortSignal;
};

/** The HTTP side of a process, whatever it serves. */
export function openApp(parts: AppParts) {
  const { config, http, served, verbs, version, langgraphVersion, ...rest } = parts;
  const { log, health, metrics, closing } = rest;
  const { skillTools, product } = served;
  return createApp({
    verbs: { ...verbs, ...(product ?? NO_PRODUCT) },
    settings: {
      ...config,
      ...http.settings,
      version,
      langgraphVersion,
      graphId: served.graphs.ids()[0] ?? null,
      hasProduct: product !== null,
    },
    clock: systemClock,
    newId,
    log,
    health,
    metrics,
    extensions: [
      ...toUiExtensions(parts),
      ...toExtensions(verbs, { newId, log, version, url: config.url, skillTools }),
    ],
    authenticate: http.authenticate,
    userApp: http.userApp,
    closing,
  });
}

function toUiExtensions({ http, project, verbs }: AppParts): Extension[] {
  if (http.ui === null) return [];
  return createUiRoutes({
    built: http.ui,
    mountPrefix: project.http.mountPrefix,
    findGraphId: async ({ ctx, assistantId }) =>
      (await verbs.assistants.get({ ctx, input: { assistantId } })).graph_id,
  });
}
