import { defineRoute } from "../../define-route.ts";
import { CronPatchBody, toCronPatch } from "../../crons/cron-body.ts";
import { CronShape } from "../../crons/cron-shape.ts";
import { cronPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "patch",
  path: "/runs/crons/:cron_id",
  access: "caller",
  tag: "Crons",
  summary: "Change a cron; metadata is merged, end_time: null means no end",
  params: cronPath,
  body: CronPatchBody,
  reply: { status: 200, description: "The cron", schema: CronShape },
  async handle({ verbs, ctx, params, body }) {
    const input = { cronId: params.cron_id, patch: toCronPatch(body) };
    return toJson(await verbs.crons.patch({ ctx, input }));
  },
});
