import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/assistants/:assistant_id/schemas",
  access: "caller",
  tag: "Assistants",
  summary: "JSON Schemas of the graph's input, output, state, config and context",
  params: assistantPath,
  reply: { status: 200, description: "The schemas; null where one cannot be derived" },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.assistants.schemas({ ctx, input: { assistantId: params.assistant_id } }));
  },
});
