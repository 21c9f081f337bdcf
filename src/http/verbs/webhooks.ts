import type { DeliveryStatus, WebhookDelivery } from "../../domain/webhook.ts";
import type { Call, Page } from "./call.ts";

export type WebhookVerbs = {
  /** Newest first. */
  list(
    call: Call<{ status?: DeliveryStatus | undefined; limit: number; offset: number }>,
  ): Promise<Page<WebhookDelivery>>;
  retry(call: Call<{ deliveryId: string }>): Promise<WebhookDelivery>;
  /** What receivers check signatures with. */
  secrets(call: Call<Record<string, never>>): Promise<{ secrets: readonly string[] }>;
};
