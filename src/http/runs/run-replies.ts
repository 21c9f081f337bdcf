import { z } from "zod";
import { isAppError } from "../../domain/errors.ts";
import type { CallContext } from "../../domain/principal.ts";
import type { Run } from "../../domain/run.ts";
import { queryList } from "../query.ts";
import { toCreatedStream } from "./created-stream.ts";
import { toIdempotencyKey } from "./idempotency-key.ts";
import { type Disconnect, type Reply, toAwaited, toEvents, toJson } from "../reply.ts";
import { type RunBody, toRunCreate } from "./run-body.ts";
import type { FrameBatch } from "../verbs/call.ts";
import type { Verbs } from "../verbs.ts";

type Calling = { verbs: Verbs; ctx: CallContext; request: Request };
type Creating = Calling & { body: RunBody };
type Streaming = Creating & { query: z.output<typeof StreamQuery> };
type RunPlace = { threadId: string | null; runId: string };

export const StreamQuery = z.object({
  namespace: queryList.describe("Only events of exactly these namespaces; empty is the root"),
});

/**
 * Where a run is found and where its stream is, relative to the API's base. Clients read the run's id from the end
 * of the first.
 */
export function toRunLocations({ threadId, runId }: RunPlace): Record<string, string> {
  const path = threadId === null ? `/runs/${runId}` : `/threads/${threadId}/runs/${runId}`;
  return { "Content-Location": path, Location: `${path}/stream` };
}

/** `threadId` null: a stateless run. */
export async function replyCreated(creating: Creating, threadId: string | null): Promise<Reply> {
  const run = await createRun(creating, threadId, "create");
  return toJson(run, toRunLocations(toPlace(run, threadId)));
}

export async function replyStreamed(creating: Streaming, threadId: string | null): Promise<Reply> {
  const { body } = creating;
  const run = await createRun(creating, threadId, "stream");
  return toEvents(
    streamCreated(creating, run),
    toRunLocations(toPlace(run, threadId)),
    body.on_disconnect === "cancel" ? toCancelling(creating, run) : undefined,
  );
}

export async function replyWaited(creating: Creating, threadId: string | null): Promise<Reply> {
  const { verbs, ctx, request, body } = creating;
  const run = await createRun(creating, threadId, "wait");
  return toAwaited(
    () =>
      verbs.runs.output({
        ctx,
        input: { threadId: run.thread_id, runId: run.run_id, signal: request.signal, created: run },
      }),
    toRunLocations(toPlace(run, threadId)),
    body.on_disconnect === "cancel" ? toCancelling(creating, run) : undefined,
  );
}

function streamCreated({ verbs, ctx, request, query }: Streaming, run: Run): AsyncIterable<FrameBatch> {
  const { run_id: runId, thread_id: threadId } = run;
  return toCreatedStream({
    first: [{ id: "0", event: "metadata", data: { run_id: runId, thread_id: threadId, attempt: 1 } }],
    open: () =>
      verbs.runs.stream({
        ctx,
        input: {
          threadId,
          runId,
          lastEventId: "start",
          namespaces: query.namespace,
          signal: request.signal,
          created: run,
        },
      }),
  });
}

/** Cancels a run because its client left; a run that is over or gone needs no more. */
export function createDisconnectCancel(
  { verbs, ctx }: { verbs: Pick<Verbs, "runs">; ctx: CallContext },
  { threadId, runId }: RunPlace,
): Disconnect {
  return async () => {
    try {
      await verbs.runs.cancel({
        ctx,
        input: { threadId, runId, wait: false, action: "interrupt", reason: "disconnect" },
      });
    } catch (error) {
      if (!isAppError(error, "run_not_active") && !isAppError(error, "run_not_found")) throw error;
    }
  };
}

async function createRun(creating: Creating, threadId: string | null, route: string): Promise<Run> {
  const { verbs, ctx, request, body } = creating;
  const run = await verbs.runs.create({
    ctx,
    input: {
      threadId,
      body: toRunCreate(body),
      headers: ctx.headers ?? {},
      idempotencyKey: toIdempotencyKey(request.headers),
      route,
    },
  });
  // Who left while the run was being created gets no reply, whose end could be noticed.
  if (route !== "create" && body.on_disconnect === "cancel" && request.signal.aborted)
    await toCancelling(creating, run)();
  return run;
}

function toCancelling(calling: Calling, run: Run): Disconnect {
  return createDisconnectCancel(calling, { threadId: run.thread_id, runId: run.run_id });
}

/** A stateless run is addressed without the thread that was made for it. */
function toPlace(run: Run, threadId: string | null): RunPlace {
  return { threadId: threadId === null ? null : run.thread_id, runId: run.run_id };
}
