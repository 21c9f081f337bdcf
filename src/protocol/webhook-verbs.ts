import type { WebhookVerbs } from "../http/verbs/webhooks.ts";
import { createListDeliveries, createRetryDelivery } from "../webhooks/read-deliveries.ts";
import { createReadSecrets } from "../webhooks/read-secrets.ts";
import type { Parts } from "./parts.ts";

export function toWebhookVerbs({ db, webhookParts: { outbox, findSecrets } }: Parts): WebhookVerbs {
  return {
    list: createListDeliveries({ db }),
    retry: createRetryDelivery({ db, wake: outbox.wake }),
    secrets: createReadSecrets({ findSecrets }),
  };
}
