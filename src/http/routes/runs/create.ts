import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { RunShape } from "../../reply-shapes.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyCreated } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/runs",
  access: "caller",
  tag: "Runs",
  summary: "Start a run in the background",
  params: threadPath,
  body: RunBody,
  reply: { status: 200, description: "The run, pending", schema: RunShape },
  handle: (call) => replyCreated(call, call.params.thread_id),
});
