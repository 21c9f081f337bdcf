import type { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { CallContext } from "../../domain/principal.ts";
import { queryBoolean, queryList, queryText } from "../query.ts";
import { type Reply, toEvents } from "../reply.ts";
import { createDisconnectCancel, StreamQuery, toRunLocations } from "./run-replies.ts";
import type { Verbs } from "../verbs.ts";

export const JoinStreamQuery = StreamQuery.extend({
  stream_mode: queryList.describe("Only events of these modes"),
  cancel_on_disconnect: queryBoolean,
  checkpoint_id: queryText.describe("With Last-Event-ID: -1, only what came after this checkpoint"),
});

type Joining = {
  verbs: Verbs;
  ctx: CallContext;
  request: Request;
  query: z.output<typeof JoinStreamQuery>;
};

export async function replyJoined(
  joining: Joining,
  place: { threadId: string | null; runId: string },
): Promise<Reply> {
  const { verbs, ctx, request, query } = joining;
  const batches = await verbs.runs.stream({
    ctx,
    input: {
      ...place,
      lastEventId: toLastEventId(request.headers.get("last-event-id")),
      modes: query.stream_mode,
      namespaces: query.namespace,
      checkpointId: query.checkpoint_id,
      signal: request.signal,
      cancels: query.cancel_on_disconnect,
    },
  });
  return toEvents(
    batches,
    toRunLocations(place),
    query.cancel_on_disconnect === true ? createDisconnectCancel(joining, place) : undefined,
  );
}

/** No header, or an empty one: from now on. "-1" and "-": from the first event. A number: what came after it. */
function toLastEventId(header: string | null): string | null {
  if (header === null || header === "") return null;
  if (header === "-1" || header === "-") return "start";
  if (/^\d{1,15}$/.test(header)) return header;
  throw new AppError("validation_failed", "Last-Event-ID: expected a number, -1 or -", {
    errors: [{ path: "Last-Event-ID", message: "expected a number, -1 or -" }],
  });
}
