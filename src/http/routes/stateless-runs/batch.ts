import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { RunShape } from "../../reply-shapes.ts";
import { toJson } from "../../reply.ts";
import { RunBatchBody, toRunCreate } from "../../runs/run-body.ts";
import { toIdempotencyKey } from "../../runs/idempotency-key.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/batch",
  access: "caller",
  tag: "Stateless runs",
  summary: "Start several runs in the background, without threads: all or none",
  body: RunBatchBody,
  reply: { status: 200, description: "The runs, pending, in the same order", schema: z.array(RunShape) },
  async handle({ verbs, ctx, request, body }) {
    const headers = ctx.headers ?? {};
    const runs = await verbs.runs.createMany({
      ctx,
      input: {
        requests: body.map((each) => ({ threadId: null, body: toRunCreate(each), headers })),
        idempotencyKey: toIdempotencyKey(request.headers),
        route: "batch",
      },
    });
    return toJson(runs);
  },
});
