import { AssistantCreate } from "../../../domain/assistant.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";
import { AssistantShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/assistants",
  access: "caller",
  tag: "Assistants",
  summary: "Create an assistant: a graph with a configuration and a name",
  body: AssistantCreate,
  reply: { status: 200, description: "The assistant, at version 1", schema: AssistantShape },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.assistants.create({ ctx, input: body }));
  },
});
