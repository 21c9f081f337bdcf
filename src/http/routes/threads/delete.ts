import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "delete",
  path: "/threads/:thread_id",
  access: "caller",
  tag: "Threads",
  summary: "Delete a thread with its runs and checkpoints",
  params: threadPath,
  reply: { status: 204, description: "Deleted" },
  async handle({ verbs, ctx, params }) {
    await verbs.threads.delete({ ctx, input: { threadId: params.thread_id } });
    return toEmpty(204);
  },
});
