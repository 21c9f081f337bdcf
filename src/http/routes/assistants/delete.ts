import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { queryBoolean } from "../../query.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "delete",
  path: "/assistants/:assistant_id",
  access: "caller",
  tag: "Assistants",
  summary: "Delete an assistant with its versions; its active runs are cancelled",
  params: assistantPath,
  query: z.object({
    delete_threads: queryBoolean.describe("Delete its threads too, as far as the caller may"),
  }),
  reply: { status: 200, description: "The id of the assistant, in a list", schema: z.array(z.string()) },
  async handle({ verbs, ctx, params, query }) {
    const input = { assistantId: params.assistant_id, deleteThreads: query.delete_threads ?? false };
    return toJson([await verbs.assistants.delete({ ctx, input })]);
  },
});
