import { z } from "zod";
import { ThreadSearch } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/count",
  access: "caller",
  tag: "Threads",
  summary: "Count threads",
  body: ThreadSearch.pick({ metadata: true, values: true, status: true }),
  reply: { status: 200, description: "How many match", schema: z.int() },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.threads.count({ ctx, input: body }));
  },
});
