import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { CronSearchBody } from "../../crons/cron-body.ts";
import { CronShape } from "../../crons/cron-shape.ts";
import { toPageReply, toWindow } from "../../pagination.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/crons/search",
  access: "caller",
  tag: "Crons",
  summary: "Find crons",
  body: CronSearchBody,
  reply: { status: 200, description: "One page of crons", schema: z.array(CronShape) },
  async handle({ verbs, ctx, body }) {
    const { select, ...filters } = body;
    const input = toWindow(filters);
    return toPageReply(await verbs.crons.search({ ctx, input }), input, select);
  },
});
