import { z } from "zod";
import { AssistantSearch } from "../../../domain/assistant.ts";
import { defineRoute } from "../../define-route.ts";
import { toWindow } from "../../pagination.ts";
import { assistantPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { AssistantShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/assistants/:assistant_id/versions",
  access: "caller",
  tag: "Assistants",
  summary: "Versions of an assistant, newest first",
  params: assistantPath,
  body: AssistantSearch.pick({ metadata: true, limit: true, offset: true }),
  reply: {
    status: 200,
    description: "One page of versions",
    schema: z.array(AssistantShape.omit({ updated_at: true })),
  },
  async handle({ verbs, ctx, params, body }) {
    const input = { ...toWindow(body), assistantId: params.assistant_id };
    return toJson(await verbs.assistants.versions({ ctx, input }));
  },
});
