import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { CronCountBody } from "../../crons/cron-body.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/crons/count",
  access: "caller",
  tag: "Crons",
  summary: "Count crons",
  body: CronCountBody,
  reply: { status: 200, description: "How many match", schema: z.int() },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.crons.count({ ctx, input: body }));
  },
});
