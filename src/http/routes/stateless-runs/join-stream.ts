import { defineRoute } from "../../define-route.ts";
import { statelessRunPath } from "../../path-ids.ts";
import { JoinStreamQuery, replyJoined } from "../../runs/join-stream.ts";

export const route = defineRoute({
  method: "get",
  path: "/runs/:run_id/stream",
  access: "caller",
  tag: "Stateless runs",
  summary: "Stream the events of a run without a thread: from now on, or after Last-Event-ID",
  params: statelessRunPath,
  query: JoinStreamQuery,
  reply: {
    status: 200,
    description: "Events, the last one is end",
    contentType: "text/event-stream",
    isLive: true,
  },
  handle: (call) => replyJoined(call, { threadId: null, runId: call.params.run_id }),
});
