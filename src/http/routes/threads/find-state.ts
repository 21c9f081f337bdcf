import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { ThreadStateShape } from "../../reply-shapes.ts";
import { CheckpointRef } from "./history-body.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/state/checkpoint",
  access: "caller",
  tag: "Thread state",
  summary: "The state at a checkpoint, which may be a subgraph's",
  params: threadPath,
  body: z.object({
    checkpoint: CheckpointRef,
    subgraphs: z.boolean().nullish(),
    select: z.array(z.string()).nullish(),
  }),
  reply: { status: 200, description: "The state", schema: ThreadStateShape },
  async handle({ verbs, ctx, params, body }) {
    const input = {
      threadId: params.thread_id,
      checkpointId: body.checkpoint.checkpoint_id ?? undefined,
      checkpointNs: body.checkpoint.checkpoint_ns ?? undefined,
      subgraphs: body.subgraphs ?? false,
      select: body.select ?? undefined,
    };
    return toJson(await verbs.threads.state({ ctx, input }));
  },
});
