import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toEmpty, toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "patch",
  path: "/threads/:thread_id",
  access: "caller",
  tag: "Threads",
  summary: "Merge metadata into a thread; 204 with Prefer: return=minimal",
  params: threadPath,
  body: z.object({ metadata: z.record(z.string(), z.unknown()).nullish() }),
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, params, body, request }) {
    const input = { threadId: params.thread_id, metadata: body.metadata ?? {} };
    const thread = await verbs.threads.patch({ ctx, input });
    const isMinimal = /\breturn=minimal\b/i.test(request.headers.get("prefer") ?? "");
    return isMinimal ? toEmpty(204) : toJson(thread);
  },
});
