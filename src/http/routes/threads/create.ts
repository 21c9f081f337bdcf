import { z } from "zod";
import { RunCommand } from "../../../domain/run.ts";
import { ThreadCreate } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

const Superstep = z.object({
  updates: z
    .array(
      z.object({
        values: z.record(z.string(), z.unknown()).nullish(),
        command: RunCommand.nullish(),
        as_node: z.string(),
      }),
    )
    .min(1),
});

export const route = defineRoute({
  method: "post",
  path: "/threads",
  access: "caller",
  tag: "Threads",
  summary: "Create a thread, with a history of its own when supersteps are given",
  body: ThreadCreate.extend({ supersteps: z.array(Superstep).nullish() }),
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, body: { supersteps, ...body } }) {
    const thread = await verbs.threads.create({ ctx, input: body });
    const steps = toSupersteps(supersteps ?? []);
    // A thread that was there already keeps its history.
    if (steps.length === 0 || thread.values !== null) return toJson(thread);
    const threadId = thread.thread_id;
    try {
      await verbs.threads.updateState({ ctx, input: { threadId, supersteps: steps } });
    } catch (error) {
      // Only what this call made for certain is taken back.
      if (body.if_exists !== "do_nothing") await verbs.threads.delete({ ctx, input: { threadId } });
      throw error;
    }
    return toJson(await verbs.threads.get({ ctx, input: { threadId } }));
  },
});

function toSupersteps(supersteps: z.output<typeof Superstep>[]) {
  return supersteps.map(({ updates }) => ({
    updates: updates.map(({ as_node: asNode, ...update }) => ({ ...update, asNode })),
  }));
}
