import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/webhooks/secrets",
  access: "caller",
  tag: "Webhooks",
  summary: "What receivers check signatures with (Standard Webhooks); not for users of custom auth",
  reply: {
    status: 200,
    description: "Each of them signs",
    schema: z.object({ secrets: z.array(z.string()).readonly() }),
  },
  async handle({ verbs, ctx }) {
    return toJson(await verbs.webhooks.secrets({ ctx, input: {} }));
  },
});
