import { ThreadCreate } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads",
  access: "caller",
  tag: "Threads",
  summary: "Create a thread, with a history of its own when supersteps are given",
  body: ThreadCreate,
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, body }) {
    return toJson(await verbs.threads.create({ ctx, input: body }));
  },
});
