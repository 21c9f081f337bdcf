import { defineRoute } from "../../define-route.ts";
import { runPath } from "../../path-ids.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "delete",
  path: "/threads/:thread_id/runs/:run_id",
  access: "caller",
  tag: "Runs",
  summary: "Delete a run; one that runs is cancelled first",
  params: runPath,
  reply: { status: 204, description: "Deleted" },
  async handle({ verbs, ctx, params }) {
    await verbs.runs.delete({ ctx, input: { threadId: params.thread_id, runId: params.run_id } });
    return toEmpty(204);
  },
});
