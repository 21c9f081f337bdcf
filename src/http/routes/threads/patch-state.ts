import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "patch",
  path: "/threads/:thread_id/state",
  access: "caller",
  tag: "Thread state",
  summary: "Merge metadata into a thread",
  params: threadPath,
  body: z.object({ metadata: z.record(z.string(), z.unknown()) }),
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, params, body }) {
    const input = { threadId: params.thread_id, metadata: body.metadata };
    return toJson(await verbs.threads.patch({ ctx, input }));
  },
});
