import { defineRoute } from "../../define-route.ts";
import { ThreadCronBody, toCronInput } from "../../crons/cron-body.ts";
import { CronShape } from "../../crons/cron-shape.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/runs/crons",
  access: "caller",
  tag: "Crons",
  summary: "Create runs on a thread by a schedule",
  params: threadPath,
  body: ThreadCronBody,
  reply: { status: 200, description: "The cron", schema: CronShape },
  async handle({ verbs, ctx, params, body }) {
    const input = { threadId: params.thread_id, onRunCompleted: "keep", ...toCronInput(body) } as const;
    return toJson(await verbs.crons.create({ ctx, input }));
  },
});
