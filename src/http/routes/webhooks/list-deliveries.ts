import { z } from "zod";
import { DELIVERY_STATUSES } from "../../../domain/webhook.ts";
import { defineRoute } from "../../define-route.ts";
import { toPageReply, toWindow } from "../../pagination.ts";
import { queryEnum, queryInteger } from "../../query.ts";
import { DeliveryShape } from "../../webhook-shape.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/webhooks/deliveries",
  access: "caller",
  tag: "Webhooks",
  summary: "What webhooks were told, or could not be told, newest first",
  query: z.object({
    status: queryEnum(DELIVERY_STATUSES).describe("dead: given up after the last attempt"),
    limit: queryInteger(1, 1000),
    offset: queryInteger(0, Number.MAX_SAFE_INTEGER),
  }),
  reply: { status: 200, description: "One page of deliveries", schema: z.array(DeliveryShape) },
  async handle({ verbs, ctx, query }) {
    const input = toWindow(query);
    return toPageReply(await verbs.webhooks.list({ ctx, input }), input);
  },
});
