import { defineRoute } from "../../define-route.ts";
import { cronPath } from "../../path-ids.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "delete",
  path: "/runs/crons/:cron_id",
  access: "caller",
  tag: "Crons",
  summary: "Delete a cron; runs that it has created go on",
  params: cronPath,
  reply: { status: 204, description: "Deleted" },
  async handle({ verbs, ctx, params }) {
    await verbs.crons.delete({ ctx, input: { cronId: params.cron_id } });
    return toEmpty(204);
  },
});
