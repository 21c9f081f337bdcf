import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { toEvents } from "../../reply.ts";
import { SubscriptionBody, toSubscription } from "../../v2/command-params.ts";

export const route = defineRoute({
  method: "post",
  path: "/threads/:thread_id/stream/events",
  access: "caller",
  tag: "Thread protocol",
  summary: "Stream the events of a thread that match a filter: what is kept, then what comes",
  params: threadPath,
  body: SubscriptionBody,
  reply: {
    status: 200,
    description: "Events, over the ends of runs, until the client leaves",
    contentType: "text/event-stream",
  },
  async handle({ verbs, ctx, params, body, request }) {
    const batches = await verbs.tape.stream({
      ctx,
      input: {
        threadId: params.thread_id,
        subscription: toSubscription(body),
        lastEventId: request.headers.get("last-event-id"),
        signal: request.signal,
      },
    });
    return toEvents(batches, {}, undefined);
  },
});
