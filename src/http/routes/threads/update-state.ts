import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { CheckpointRef } from "./history-body.ts";

const values = z.record(z.string(), z.unknown());

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/state",
  access: "caller",
  tag: "Thread state",
  summary: "Write to the state, as a node would",
  params: threadPath,
  body: z.object({
    values: z.union([values, z.array(values)]).nullish(),
    as_node: z.string().nullish(),
    checkpoint: CheckpointRef.nullish(),
    checkpoint_id: z.string().nullish(),
  }),
  reply: { status: 200, description: "The new checkpoint" },
  async handle({ verbs, ctx, params, body }) {
    const steps = Array.isArray(body.values) ? body.values : [body.values ?? null];
    const asNode = body.as_node ?? undefined;
    const input = {
      threadId: params.thread_id,
      supersteps: steps.map((values) => ({ updates: [{ values, asNode }] })),
      checkpoint: body.checkpoint ?? undefined,
      checkpointId: body.checkpoint_id ?? undefined,
    };
    return toJson(await verbs.threads.updateState({ ctx, input }));
  },
});
