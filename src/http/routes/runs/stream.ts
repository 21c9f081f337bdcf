import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { RunBody } from "../../runs/run-body.ts";
import { replyStreamed, StreamQuery } from "../../runs/run-replies.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/runs/stream",
  access: "caller",
  tag: "Runs",
  summary: "Start a run and stream its events",
  params: threadPath,
  query: StreamQuery,
  body: RunBody,
  reply: { status: 200, description: "Events, the last one is end", contentType: "text/event-stream" },
  handle: (call) => replyStreamed(call, call.params.thread_id),
});
