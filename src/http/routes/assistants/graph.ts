import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { queryDepth } from "../../query.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/assistants/:assistant_id/graph",
  access: "caller",
  tag: "Assistants",
  summary: "Nodes and edges of the graph",
  params: assistantPath,
  query: z.object({ xray: queryDepth.describe("Expand subgraphs: all, or so many levels") }),
  reply: { status: 200, description: "Nodes and edges" },
  async handle({ verbs, ctx, params, query }) {
    const input = { assistantId: params.assistant_id, xray: query.xray ?? false };
    return toJson(await verbs.assistants.graph({ ctx, input }));
  },
});
