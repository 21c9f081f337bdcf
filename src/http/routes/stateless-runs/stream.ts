import { defineRoute } from "../../define-route.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyStreamed, StreamQuery } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/runs/stream",
  access: "caller",
  tag: "Stateless runs",
  summary: "Start a run without a thread and stream its events",
  query: StreamQuery,
  body: RunBody,
  reply: { status: 200, description: "Events, the last one is end", contentType: "text/event-stream" },
  handle: (call) => replyStreamed(call, null),
});
