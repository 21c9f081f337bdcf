import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { queryBoolean } from "../../query.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/assistants/:assistant_id/subgraphs/:namespace",
  access: "caller",
  tag: "Assistants",
  summary: "Schemas of the subgraph in one namespace",
  params: assistantPath.extend({ namespace: z.string().min(1) }),
  query: z.object({ recurse: queryBoolean }),
  reply: { status: 200, description: "Schemas by namespace" },
  async handle({ verbs, ctx, params, query }) {
    const input = {
      assistantId: params.assistant_id,
      namespace: params.namespace,
      recurse: query.recurse ?? false,
    };
    return toJson(await verbs.assistants.subgraphs({ ctx, input }));
  },
});
