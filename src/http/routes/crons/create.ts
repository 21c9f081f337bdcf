import { defineRoute } from "../../define-route.ts";
import { CronBody, toCronInput } from "../../crons/cron-body.ts";
import { CronShape } from "../../crons/cron-shape.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/crons",
  access: "caller",
  tag: "Crons",
  summary: "Create runs by a schedule, each on a thread of its own",
  body: CronBody,
  reply: { status: 200, description: "The cron", schema: CronShape },
  async handle({ verbs, ctx, body }) {
    const { on_run_completed: completed, ...rest } = body;
    const input = { threadId: null, onRunCompleted: completed ?? "delete", ...toCronInput(rest) } as const;
    return toJson(await verbs.crons.create({ ctx, input }));
  },
});
