import { z } from "zod";
import { RUN_STATUSES } from "../../../domain/run.ts";
import { defineRoute } from "../../define-route.ts";
import { toSelected, toWindow } from "../../pagination.ts";
import { threadPath } from "../../path-ids.ts";
import { queryEnum, queryInteger, queryList, queryObject } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { RunShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/runs",
  access: "caller",
  tag: "Runs",
  summary: "Runs of a thread, newest first",
  params: threadPath,
  query: z.object({
    limit: queryInteger(1, 1000),
    offset: queryInteger(0, Number.MAX_SAFE_INTEGER),
    status: queryEnum(RUN_STATUSES),
    metadata: queryObject.describe("A JSON object that the run's metadata contains"),
    select: queryList,
  }),
  reply: { status: 200, description: "Runs", schema: z.array(RunShape) },
  async handle({ verbs, ctx, params, query }) {
    const input = { threadId: params.thread_id, ...toWindow(query) };
    return toJson(toSelected(await verbs.runs.list({ ctx, input }), query.select));
  },
});
