import { defineRoute } from "../../define-route.ts";
import { RunOutputShape } from "../../reply-shapes.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyWaited } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/wait",
  access: "caller",
  tag: "Stateless runs",
  summary: "Start a run without a thread and wait for its output",
  body: RunBody,
  reply: { status: 200, description: "The final output", schema: RunOutputShape },
  handle: (call) => replyWaited(call, null),
});
