import { z } from "zod";
import { TtlRequest } from "../../../domain/thread.ts";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toEmpty, toJson } from "../../reply.ts";
import { ThreadShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "patch",
  path: "/threads/:thread_id",
  access: "caller",
  tag: "Threads",
  summary: "Merge metadata into a thread, set how long it lives; 204 with Prefer: return=minimal",
  params: threadPath,
  body: z.object({
    metadata: z.record(z.string(), z.unknown()).nullish().describe("title is its name in lists"),
    ttl: TtlRequest.nullish().describe("Minutes after its last change, and what happens then"),
  }),
  reply: { status: 200, description: "The thread", schema: ThreadShape },
  async handle({ verbs, ctx, params, body, request }) {
    const input = { threadId: params.thread_id, metadata: body.metadata ?? {}, ttl: body.ttl ?? null };
    const thread = await verbs.threads.patch({ ctx, input });
    const isMinimal = /\breturn=minimal\b/i.test(request.headers.get("prefer") ?? "");
    return isMinimal ? toEmpty(204) : toJson(thread);
  },
});
