import { defineRoute } from "../../define-route.ts";
import { runPath } from "../../path-ids.ts";
import { JoinStreamQuery, replyJoined } from "../../runs/join-stream.ts";

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/runs/:run_id/stream",
  access: "caller",
  tag: "Runs",
  summary: "Stream the events of a run: from now on, or after Last-Event-ID",
  params: runPath,
  query: JoinStreamQuery,
  reply: {
    status: 200,
    description: "Events, the last one is end",
    contentType: "text/event-stream",
    isLive: true,
  },
  handle: (call) => replyJoined(call, { threadId: call.params.thread_id, runId: call.params.run_id }),
});
