import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { runPath } from "../../path-ids.ts";
import { queryBoolean, queryEnum } from "../../query.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/runs/:run_id/cancel",
  access: "caller",
  tag: "Runs",
  summary: "Cancel a run; 204 after it has ended with wait, else 202",
  params: runPath,
  query: z
    .object({
      wait: queryBoolean,
      action: queryEnum(["interrupt", "rollback"]),
      reason: queryEnum(["taken"]),
    })
    .refine(({ action, reason }) => action !== "rollback" || reason === undefined, {
      path: ["reason"],
      message: "goes with action interrupt only",
    }),
  reply: { status: 202, description: "It will end" },
  async handle({ verbs, ctx, params, query }) {
    const wait = query.wait ?? false;
    const input = {
      threadId: params.thread_id,
      runId: params.run_id,
      wait,
      action: query.action ?? "interrupt",
      reason: query.reason ?? "api",
    } as const;
    await verbs.runs.cancel({ ctx, input });
    return toEmpty(wait ? 204 : 202);
  },
});
