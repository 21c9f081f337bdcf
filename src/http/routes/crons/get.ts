import { defineRoute } from "../../define-route.ts";
import { CronShape } from "../../crons/cron-shape.ts";
import { cronPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/runs/crons/:cron_id",
  access: "caller",
  tag: "Crons",
  summary: "A cron",
  params: cronPath,
  reply: { status: 200, description: "The cron", schema: CronShape },
  async handle({ verbs, ctx, params }) {
    return toJson(await verbs.crons.get({ ctx, input: { cronId: params.cron_id } }));
  },
});
