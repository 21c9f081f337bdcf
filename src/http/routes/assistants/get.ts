import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { AssistantShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/assistants/:assistant_id",
  access: "caller",
  tag: "Assistants",
  summary: "Get an assistant by its id or by a graph id",
  params: assistantPath,
  reply: { status: 200, description: "The assistant", schema: AssistantShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.assistants.get({ ctx, input: { assistantId: params.assistant_id } }));
  },
});
