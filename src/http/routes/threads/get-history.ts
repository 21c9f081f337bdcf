import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { DEFAULT_LIMIT } from "../../pagination.ts";
import { threadPath } from "../../path-ids.ts";
import { queryInteger, queryText } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { ThreadStateShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/history",
  access: "caller",
  tag: "Thread state",
  summary: "Past states, newest first",
  params: threadPath,
  query: z.object({
    limit: queryInteger(1, 1000),
    before: queryText.describe("Id of a checkpoint; only older ones are listed"),
  }),
  reply: { status: 200, description: "States", schema: z.array(ThreadStateShape) },
  async handle({ verbs, ctx, params, query }) {
    const input = {
      threadId: params.thread_id,
      limit: query.limit ?? DEFAULT_LIMIT,
      before: query.before ?? null,
    };
    return toJson(await verbs.threads.history({ ctx, input }));
  },
});
