import { defineRoute } from "../../define-route.ts";
import { runPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { RunShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/runs/:run_id",
  access: "caller",
  tag: "Runs",
  summary: "Get a run",
  params: runPath,
  reply: { status: 200, description: "The run", schema: RunShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.runs.get({ ctx, input: { threadId: params.thread_id, runId: params.run_id } }));
  },
});
