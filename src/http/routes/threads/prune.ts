import { z } from "zod";
import { ThreadPrune } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/prune",
  access: "caller",
  tag: "Threads",
  summary: "Delete threads, or all of their history but the latest checkpoint",
  body: ThreadPrune,
  reply: {
    status: 200,
    description: "How many; threads that are missing, or busy when their latest is to be kept, do not count",
    schema: z.object({ pruned_count: z.int() }),
  },
  async handle({ verbs, ctx, body }) {
    const input = { threadIds: body.thread_ids, strategy: body.strategy ?? "delete" };
    return toJson({ pruned_count: await verbs.threads.prune({ ctx, input }) });
  },
});
