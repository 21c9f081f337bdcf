import { defineRoute } from "../../define-route.ts";
import { deliveryPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { DeliveryShape } from "../../webhook-shape.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/webhooks/deliveries/:delivery_id/retry",
  access: "caller",
  tag: "Webhooks",
  summary: "Try a delivery again, from its first attempt when it was given up",
  params: deliveryPath,
  reply: { status: 200, description: "The delivery, pending", schema: DeliveryShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.webhooks.retry({ ctx, input: { deliveryId: params.delivery_id } }));
  },
});
