import { z } from "zod";
import { AssistantSearch } from "../../../domain/assistant.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/assistants/count",
  access: "caller",
  tag: "Assistants",
  summary: "Count assistants",
  body: AssistantSearch.pick({ metadata: true, graph_id: true, name: true }),
  reply: { status: 200, description: "How many match", schema: z.int() },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.assistants.count({ ctx, input: body }));
  },
});
