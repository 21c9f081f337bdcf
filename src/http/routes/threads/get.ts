import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { queryList } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id",
  access: "caller",
  tag: "Threads",
  summary: "Get a thread",
  params: threadPath,
  query: z.object({ include: queryList.describe("ttl: how long the thread still lives") }),
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, params, query }) {
    const input = { threadId: params.thread_id, withTtl: query.include?.includes("ttl") ?? false };
    return toJson(await verbs.threads.get({ ctx, input }));
  },
});
