import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { runPath } from "../../path-ids.ts";
import { queryBoolean } from "../../query.ts";
import { toAwaited } from "../../reply.ts";
import { RunOutputShape } from "../../reply-shapes.ts";
import { createDisconnectCancel, toRunLocations } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/runs/:run_id/join",
  access: "caller",
  tag: "Runs",
  summary: "Wait for the output of a run",
  params: runPath,
  query: z.object({ cancel_on_disconnect: queryBoolean }),
  reply: { status: 200, description: "The final output", schema: RunOutputShape, isLive: true },
  async handle(call) {
    const { verbs, ctx, params, query, request } = call;
    const place = { threadId: params.thread_id, runId: params.run_id };
    // A run that is missing is a 404, which has to be known before the reply begins.
    await verbs.runs.get({ ctx, input: { ...place, cancels: query.cancel_on_disconnect } });
    return toAwaited(
      () => verbs.runs.output({ ctx, input: { ...place, signal: request.signal } }),
      toRunLocations(place),
      query.cancel_on_disconnect === true ? createDisconnectCancel(call, place) : undefined,
    );
  },
});
