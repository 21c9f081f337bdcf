import { defineRoute } from "../../define-route.ts";
import { RunShape } from "../../reply-shapes.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyCreated } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs",
  access: "caller",
  tag: "Stateless runs",
  summary: "Start a run in the background, without a thread",
  body: RunBody,
  reply: { status: 200, description: "The run, pending", schema: RunShape },
  handle: (call) => replyCreated(call, null),
});
