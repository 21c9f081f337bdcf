import { z } from "zod";
import { ThreadSearch } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { toPageReply, toWindow } from "../../pagination.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/search",
  access: "caller",
  tag: "Threads",
  summary: "Find threads",
  body: ThreadSearch,
  reply: { status: 200, description: "One page of threads", schema: z.array(ThreadShape) },
  async handle({ verbs, ctx, body }) {
    const input = toWindow(body);
    return toPageReply(await verbs.threads.search({ ctx, input }), input, body.select);
  },
});
