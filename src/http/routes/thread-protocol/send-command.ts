import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toJson } from "../../reply.ts";
import { readCommand } from "../../v2/read-command.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/commands",
  access: "caller",
  tag: "Thread protocol",
  summary: "Carry out one command: start a run, answer a question, read or fork the state",
  params: threadPath,
  body: z.unknown().describe("{id, method, params}"),
  reply: { status: 200, description: "The reply; also of a command that failed" },
  async handle({ verbs, ctx, params, body }) {
    const read = readCommand(body);
    if (read.kind === "malformed")
      return toJson({ ...read.reply, detail: read.reply.message, request_id: ctx.requestId }, {}, 400);
    if (read.kind === "refused") return toJson({ ...read.reply, meta: { thread_id: params.thread_id } });
    return toJson(
      await verbs.tape.command({ ctx, input: { threadId: params.thread_id, command: read.command } }),
    );
  },
});
