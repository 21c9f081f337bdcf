import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id",
  access: "caller",
  tag: "Threads",
  summary: "Get a thread",
  params: threadPath,
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.threads.get({ ctx, input: { threadId: params.thread_id } }));
  },
});
