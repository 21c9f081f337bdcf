import { Foundation } from "../../../domain/foundation.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/foundation",
  access: "caller",
  tag: "Foundation",
  summary: "What is known of the business",
  reply: {
    status: 200,
    description: "The business profile; empty when nothing was told yet",
    schema: Foundation,
  },
  async handle({ verbs, ctx }) {
    return toJson((await verbs.foundation.get({ ctx, input: {} })) ?? {});
  },
});
