import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { queryEnum } from "../../query.ts";
import { toEmpty } from "../../reply.ts";

const MOST_RUNS = 1_000;

const CancelMany = z
  .object({
    thread_id: z.guid().toLowerCase().nullish(),
    run_ids: z.array(z.guid().toLowerCase()).min(1).max(MOST_RUNS).nullish(),
    status: z.enum(["pending", "running", "all"]).nullish(),
  })
  .refine(({ thread_id, run_ids, status }) => (status ? !thread_id && !run_ids : thread_id && run_ids), {
    message: "give either thread_id and run_ids, or status",
  });

export const route = defineRoute({
  method: "post",
  path: "/runs/cancel",
  access: "caller",
  tag: "Runs",
  summary: "Cancel many runs: some of a thread, or all with a status",
  query: z.object({ action: queryEnum(["interrupt", "rollback"]) }),
  body: CancelMany,
  reply: { status: 204, description: "They will end" },
  async handle({ verbs, ctx, body, query }) {
    const { thread_id: threadId, run_ids: runIds, status } = body;
    const runs = threadId && runIds ? { threadId, runIds } : { status: status ?? ("all" as const) };
    await verbs.runs.cancelMany({ ctx, input: { runs, action: query.action ?? "interrupt" } });
    return toEmpty(204);
  },
});
