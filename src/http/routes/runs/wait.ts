import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { RunOutputShape } from "../../reply-shapes.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyWaited } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/runs/wait",
  access: "caller",
  tag: "Runs",
  summary: "Start a run and wait for its output",
  params: threadPath,
  body: RunBody,
  reply: { status: 200, description: "The final output", schema: RunOutputShape },
  handle: (call) => replyWaited(call, call.params.thread_id),
});
