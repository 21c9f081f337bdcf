export const DELIVERY_STATUSES = ["pending", "delivered", "dead"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** How it stands with telling a webhook that a run is over. */
export type WebhookDelivery = {
  /** What the receiver sees as `webhook-id`: the id of the run. */
  delivery_id: string;
  run_id: string;
  thread_id: string;
  url: string;
  status: DeliveryStatus;
  attempts: number;
  /** When it is tried next; null when it is not. */
  next_at: string | null;
  /** What the receiver answered last; null when it did not. */
  last_status: number | null;
  last_error: string | null;
  created_at: string;
  delivered_at: string | null;
};
