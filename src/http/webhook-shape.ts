import { z } from "zod";
import { DELIVERY_STATUSES, type WebhookDelivery } from "../domain/webhook.ts";

const date = z.string().describe("ISO 8601, UTC, with milliseconds");

/** The reply for the API description; `satisfies` keeps it in step with the row that verbs return. */
export const DeliveryShape = z.object({
  delivery_id: z.string().describe("The receiver knows it as webhook-id: the id of the run"),
  run_id: z.string(),
  thread_id: z.string(),
  url: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.number(),
  next_at: date.nullable().describe("When it is tried next; null: not by itself"),
  last_status: z.number().nullable().describe("What the receiver answered last"),
  last_error: z.string().nullable(),
  created_at: date,
  delivered_at: date.nullable(),
}) satisfies z.ZodType<WebhookDelivery>;
