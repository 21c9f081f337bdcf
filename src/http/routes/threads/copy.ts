import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/copy",
  access: "caller",
  tag: "Threads",
  summary: "Copy a thread with its whole history",
  params: threadPath,
  reply: { status: 200, description: "The copy", schema: ThreadShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.threads.copy({ ctx, input: { threadId: params.thread_id } }));
  },
});
