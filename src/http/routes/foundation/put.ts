import { Foundation } from "../../../domain/foundation.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "put",
  path: "/api/v1/foundation",
  access: "caller",
  tag: "Foundation",
  summary: "Replace what is known of the business",
  body: Foundation,
  reply: { status: 200, description: "The business profile", schema: Foundation },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.foundation.put({ ctx, input: body }));
  },
});
