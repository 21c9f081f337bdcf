import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { toPageReply, toWindow } from "../../pagination.ts";
import { queryInteger } from "../../query.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/knowledge/documents",
  access: "caller",
  tag: "Knowledge",
  summary: "Documents that were added, newest first",
  query: z.object({ limit: queryInteger(1, 100), offset: queryInteger(0, Number.MAX_SAFE_INTEGER) }),
  reply: { status: 200, description: "One page of documents" },
  async handle({ verbs, ctx, query }) {
    const input = toWindow(query);
    return toPageReply(await verbs.knowledge.list({ ctx, input }), input);
  },
});
