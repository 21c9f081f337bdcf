import { toPushMessage } from "../a2a/push-message.ts";
import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { Feed, Jobs } from "../jobs/jobs.ts";
import { toRun } from "../runs/run-row.ts";
import type { Log } from "../telemetry/log.ts";
import { checkWebhookUrl } from "../webhooks/check-url.ts";
import { createOutbox } from "../webhooks/outbox.ts";
import { toWebhookPolicy, type WebhookPolicy } from "../webhooks/policy.ts";
import { createPost, type FetchSelf } from "../webhooks/post.ts";
import { createWebhookSecrets, type WebhookSecrets } from "../webhooks/secrets.ts";

export type WebhookOptions = {
  policy: WebhookPolicy;
  /** `whsec_` and a key in base64; without any each tenant gets one of its own. */
  secrets?: readonly string[];
  /** Waits before the second attempt and each later one. */
  retrySeconds?: readonly number[];
  /** For webhooks that begin with "/"; none where nothing is served. */
  fetchSelf?: FetchSelf;
};

export type Webhooks = {
  /** What a run keeps of its webhook. Throws `validation_failed`. */
  acceptWebhook(url: string): string | null;
  findSecrets: WebhookSecrets;
  outbox: Feed;
};

const TIMEOUT_MS = 10_000;
const RETRY_SECONDS = [2, 10, 60, 300];

type OpenDeps = { db: Database; clock: Clock; log: Log; webhooks?: WebhookOptions };

export function openWebhooks({ db, clock, log, webhooks }: OpenDeps, jobs: Jobs): Webhooks {
  const { policy, secrets = [], retrySeconds = RETRY_SECONDS, fetchSelf = null } = webhooks ?? toDefaults();
  const findSecrets = createWebhookSecrets({ db, configured: secrets });
  const post = createPost({ policy, fetchSelf, timeoutMs: TIMEOUT_MS });
  return {
    acceptWebhook(url) {
      if (!policy.enabled) return null;
      checkWebhookUrl(policy, url);
      return url;
    },
    findSecrets,
    outbox: createOutbox({
      ...{ db, clock, log, jobs, post, findSecrets, toRun, retrySeconds, random: Math.random },
      toPush: toPushMessage,
    }),
  };
}

/** Of a service about which nothing is said: whatever is public. */
function toDefaults(): WebhookOptions {
  const nothing = { settings: null, environment: {}, disabled: false };
  return { policy: toWebhookPolicy({ ...nothing, hasAuth: true, isLocal: false }) };
}
