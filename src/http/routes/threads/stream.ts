import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { defineRoute } from "../../define-route.ts";
import { threadPath } from "../../path-ids.ts";
import { queryList } from "../../query.ts";
import { toEvents } from "../../reply.ts";

/** Repeated, as a list, or joined with commas: clients differ. */
const Modes = queryList
  .transform((names) => names?.flatMap((name) => name.split(",")))
  .pipe(z.array(z.enum(["run_modes", "lifecycle", "state_update"])).optional());

export const route = defineRoute({
  method: "get",
  path: "/threads/:thread_id/stream",
  access: "caller",
  tag: "Threads",
  summary: "Stream the events of all runs of a thread: from now on, or after Last-Event-ID",
  params: threadPath,
  query: z.object({
    stream_mode: Modes.describe("run_modes (all), lifecycle (starts and ends), state_update (states)"),
    stream_modes: Modes,
  }),
  reply: {
    status: 200,
    description: "Events, over the ends of runs, until the client leaves",
    contentType: "text/event-stream",
    isLive: true,
  },
  async handle({ verbs, ctx, params, query, request }) {
    const modes = [...(query.stream_mode ?? []), ...(query.stream_modes ?? [])];
    const batches = await verbs.tape.threadStream({
      ctx,
      input: {
        threadId: params.thread_id,
        modes: modes.length === 0 ? ["run_modes"] : modes,
        lastEventId: toLastEventId(request.headers.get("last-event-id")),
        signal: request.signal,
      },
    });
    return toEvents(batches, {}, undefined);
  },
});

/** No header, or an empty one: from now on. "-" and "-1": all that is kept. An id of this stream: what came after it. */
function toLastEventId(header: string | null): string | null {
  if (header === null || header === "") return null;
  if (header === "-" || header === "-1") return "start";
  if (/^\d{1,15}-\d{1,9}$/.test(header)) return header;
  throw new AppError("validation_failed", "Last-Event-ID: expected an id of this stream, or -", {
    errors: [{ path: "Last-Event-ID", message: "expected an id of this stream, or -" }],
  });
}
