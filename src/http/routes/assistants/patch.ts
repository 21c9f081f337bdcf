import { AssistantPatch } from "../../../domain/assistant.ts";
import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { AssistantShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "patch",
  path: "/assistants/:assistant_id",
  access: "caller",
  tag: "Assistants",
  summary: "Write a new version of an assistant; metadata is merged, what is absent stays",
  params: assistantPath,
  body: AssistantPatch,
  reply: { status: 200, description: "The assistant at its new version", schema: AssistantShape },
  async handle({ verbs, ctx, params, body }) {
    const input = { ...body, assistantId: params.assistant_id };
    return toJson(await verbs.assistants.patch({ ctx, input }));
  },
});
