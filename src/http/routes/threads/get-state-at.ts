import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { queryBoolean, queryList } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { ThreadStateShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/state/:checkpoint_id",
  access: "caller",
  tag: "Thread state",
  summary: "The state at a checkpoint",
  params: threadPath.extend({ checkpoint_id: z.string().min(1) }),
  query: z.object({ subgraphs: queryBoolean, select: queryList }),
  reply: { status: 200, description: "The state", schema: ThreadStateShape },
  async handle({ verbs, ctx, params, query }) {
    const input = {
      threadId: params.thread_id,
      checkpointId: params.checkpoint_id,
      subgraphs: query.subgraphs ?? false,
      select: query.select,
    };
    return toJson(await verbs.threads.state({ ctx, input }));
  },
});
