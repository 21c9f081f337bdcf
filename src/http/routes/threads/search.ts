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
  body: ThreadSearch.extend({
    extract: z
      .record(z.string(), z.string())
      .nullish()
      .describe("Alias to path, such as values.messages[-1]; at most 10, answered in extracted"),
  }),
  reply: { status: 200, description: "One page of threads", schema: z.array(ThreadShape) },
  async handle({ verbs, ctx, body }) {
    const input = toWindow(body);
    const select = body.select && body.extract ? [...body.select, "extracted"] : body.select;
    return toPageReply(await verbs.threads.search({ ctx, input }), input, select);
  },
});
