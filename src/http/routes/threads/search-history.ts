import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { DEFAULT_LIMIT } from "../../pagination.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadStateShape } from "../../reply-shapes.ts";
import { HistoryBody, toBeforeId } from "./history-body.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/history",
  access: "caller",
  tag: "Thread state",
  summary: "Past states, newest first, of the root or of a subgraph",
  params: threadPath,
  body: HistoryBody,
  reply: { status: 200, description: "States", schema: z.array(ThreadStateShape) },
  async handle({ verbs, ctx, params, body }) {
    const input = {
      threadId: params.thread_id,
      limit: body.limit ?? DEFAULT_LIMIT,
      before: toBeforeId(body.before),
      metadata: body.metadata ?? undefined,
      checkpoint: body.checkpoint ?? undefined,
      select: body.select ?? undefined,
    };
    return toJson(await verbs.threads.history({ ctx, input }));
  },
});
