import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadStorageShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/storage",
  access: "caller",
  tag: "Threads",
  summary: "What the history of a thread takes up",
  params: threadPath,
  reply: { status: 200, description: "Counts and bytes", schema: ThreadStorageShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.threads.storage({ ctx, input: { threadId: params.thread_id } }));
  },
});
