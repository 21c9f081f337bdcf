import { z } from "zod";
import { AssistantSearch } from "../../../domain/assistant.ts";
import { defineRoute } from "../../define-route.ts";
import { toPageReply, toWindow } from "../../pagination.ts";
import { AssistantShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/assistants/search",
  access: "caller",
  tag: "Assistants",
  summary: "Find assistants",
  body: AssistantSearch,
  reply: { status: 200, description: "One page of assistants", schema: z.array(AssistantShape) },
  async handle({ verbs, ctx, body }) {
    const input = toWindow(body);
    return toPageReply(await verbs.assistants.search({ ctx, input }), input, body.select);
  },
});
