import { type Config, readProcessEnvironment } from "../config.ts";
import type { Project } from "../hosting/project.ts";
import { isLoopbackHost } from "../http/loopback.ts";
import type { ProtocolOptions } from "../protocol/parts.ts";
import { toWebhookPolicy } from "../webhooks/policy.ts";
import type { HttpParts } from "./http-parts.ts";
import { loadStoreIndex } from "./store-index.ts";

type SettingsDeps = {
  config: Config;
  project: Project;
  http: Pick<HttpParts, "authorizeAs">;
  /** Into this process, below the mount prefix. */
  fetchSelf(request: Request): Response | Promise<Response>;
};

type Settings = Pick<
  ProtocolOptions,
  | "assistantDefaults"
  | "keepCheckpoints"
  | "runTimeoutMs"
  | "storeIndex"
  | "storeSweepMinutes"
  | "storeTtl"
  | "tenantConcurrency"
  | "threadTtl"
  | "toContext"
  | "webhooks"
>;

const SWEEP_MINUTES = 5;
const MOST_SWEPT = 1_000;

/** What langgraph.json and the environment say of the protocol. Throws `config_invalid`. */
export async function toProtocolSettings(deps: SettingsDeps): Promise<Settings> {
  const { config, project, http } = deps;
  const { ttl } = project.store;
  return {
    assistantDefaults: config.assistantDefaults,
    tenantConcurrency: config.tenantConcurrency,
    runTimeoutMs: config.runTimeoutMs,
    keepCheckpoints: config.keepCheckpoints,
    storeIndex: await loadStoreIndex({ config, project }),
    storeTtl: ttl === null ? null : { defaultTtl: ttl.defaultTtl, refreshOnRead: ttl.refreshOnRead },
    storeSweepMinutes: ttl?.sweepIntervalMinutes ?? null,
    threadTtl: toThreadTtl(project),
    webhooks: toWebhooks(deps),
    toContext: (caller) => ({ principal: caller, authorize: http.authorizeAs(caller), requestId: "cron" }),
  };
}

function toThreadTtl({ threadTtl }: Project): Settings["threadTtl"] {
  if (threadTtl === null) return null;
  return {
    strategy: threadTtl.strategy,
    defaultTtlMinutes: threadTtl.defaultTtl,
    sweepIntervalMinutes: threadTtl.sweepIntervalMinutes ?? SWEEP_MINUTES,
    sweepLimit: threadTtl.sweepLimit ?? MOST_SWEPT,
  };
}

function toWebhooks({ config, project, fetchSelf }: SettingsDeps): NonNullable<Settings["webhooks"]> {
  const { webhookSecrets: secrets, webhookRetrySeconds: retrySeconds } = config;
  return {
    policy: toWebhookPolicy({
      settings: project.webhooks,
      environment: readProcessEnvironment(),
      disabled: project.http.disabled.includes("webhooks"),
      hasAuth: project.auth !== null || config.apiKey !== null,
      isLocal: isLoopbackHost(config.host),
    }),
    secrets,
    retrySeconds,
    fetchSelf,
  };
}
